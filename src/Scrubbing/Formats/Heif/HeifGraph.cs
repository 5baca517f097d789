namespace ReportingService.Scrubbing.Formats.Heif;

/// <summary>The items that stay: the primary one, what it is made of, and transparency.</summary>
internal sealed class HeifGraph
{
    private readonly HeifMeta meta;
    private readonly ScrubContext context;

    public HeifGraph(HeifMeta meta, ScrubContext context)
    {
        this.meta = meta;
        this.context = context;
        Keep(meta.Primary, 0);
        bool grown;
        do
        {
            grown = false;
            foreach (var item in meta.Items.Values)
            {
                if (item.OutId == 0 && IsAlphaOfKept(item))
                {
                    Keep(item.Id, 0);
                    grown = true;
                }
            }
        }
        while (grown);

        if (!context.Rules.Hold(HeifRules.Items))
        {
            foreach (var item in meta.Items.Values.Where(i => i.OutId == 0 && i.Type is "Exif" or "mime" && i.Extents.Count > 0))
            {
                Add(item);
            }
        }
    }

    /// <summary>In the order they are numbered and written.</summary>
    public List<HeifItem> Kept { get; } = [];

    public bool IsAvif { get; private set; }

    public HeifItem? Find(uint id) => meta.Items.GetValueOrDefault(id);

    public IEnumerable<HeifItem> Dropped => meta.Items.Values.Where(i => i.OutId == 0);

    public bool IsThumbnail(HeifItem item) => item.References.Exists(r => r.Type == "thmb");

    public (string Type, byte[] Body) Property(int index) =>
        index >= 1 && index <= meta.Properties.Count ? meta.Properties[index - 1] : throw RefusedException.Damaged("A property that does not exist.");

    public byte[]? Configuration(HeifItem item, string type)
    {
        foreach (var (index, _) in item.Properties)
        {
            if (index > 0 && Property(index) is var property && property.Type == type)
            {
                return property.Body;
            }
        }

        return null;
    }

    public static uint[] Inputs(HeifItem item) => item.References.Find(r => r.Type == "dimg").To ?? [];

    private bool IsAlphaOfKept(HeifItem item) =>
        item.References.Exists(r => r.Type == "auxl" && r.To.Any(to => Find(to)?.OutId > 0))
        && Configuration(item, "auxC") is { } auxiliary && HeifProperties.IsAlpha(auxiliary);

    private void Keep(uint id, int depth)
    {
        var item = Find(id) ?? throw RefusedException.Damaged("A picture item that does not exist.");
        if (depth > context.Limits.MaxDepth)
        {
            throw RefusedException.TooComplex("Derived pictures nested too deep.");
        }

        if (item.OutId > 0)
        {
            return;
        }

        switch (item.Type)
        {
            case "hvc1":
                break;
            case "av01":
                IsAvif = true;
                break;
            case "grid" or "iovl" or "iden":
                Add(item);
                foreach (var input in Inputs(item))
                {
                    Keep(input, depth + 1);
                }

                return;
            default:
                throw RefusedException.NotSupported("A picture item of another kind than HEVC or AV1.");
        }

        Add(item);
    }

    private void Add(HeifItem item)
    {
        if (Kept.Count >= ushort.MaxValue - 1)
        {
            throw RefusedException.TooComplex("More items than the limit allows.");
        }

        Kept.Add(item);
        item.OutId = (ushort)Kept.Count;
    }
}
