namespace ReportingService.Labelling.Model;

/// <summary>What training found, not rounded yet: the weights from features to answers, and beside them those of several small
/// networks from features to a few inner values each and from there to answers.</summary>
/// <param name="Known">The features that have a row.</param>
/// <param name="Linear">A row of answers per feature, and one of their own.</param>
/// <param name="Inner">A row of inner values per feature, those of all networks side by side.</param>
/// <param name="Starts">What each inner value starts from.</param>
/// <param name="Outer">A row of answers per inner value, and one of their own.</param>
internal sealed record Trained(KnownFeatures Known, float[] Linear, float[] Inner, float[] Starts, float[] Outer)
{
    public override string ToString() => nameof(Trained);
}
