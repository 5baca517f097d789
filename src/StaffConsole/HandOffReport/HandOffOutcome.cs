namespace ReportingService.StaffConsole.HandOffReport;

/// <summary>What came of a hand-off.</summary>
public enum HandOffOutcome
{
    HandedOff,
    WaitsForSecondPerson,

    /// <summary>It could leave now, but nobody has read yet what leaves and said so.</summary>
    ToBeSure,

    /// <summary>The reporter has answered since the page was shown: with consent nothing leaves before that was read too.</summary>
    AnswerNotShown,

    /// <summary>Nobody said that the reporter's answer was read and agrees.</summary>
    AnswerNotRead,

    /// <summary>The second person did not agree: nothing leaves.</summary>
    Declined,

    /// <summary>Not, or not any more, whatever the form says: decided already, withdrawn or closed, the same person twice.</summary>
    NotAllowed,
    NoGround,
    NoReason,
    ReasonTooLong,
    NothingChosen,
    NoDesk,

    /// <summary>Excluded, refused by the reporter, or no desk that gets copies.</summary>
    DeskNotAllowed,

    /// <summary>The desk that shall get it is named among those that must not.</summary>
    DeskWithheld,

    /// <summary>That desk has a copy already, and nobody said that it shall get another.</summary>
    HasCopy,

    /// <summary>Another hand-off was carried out, or the reporter named somebody, in the same moment: it is looked at again, nobody is told this.</summary>
    Overtaken,

    /// <summary>Nobody at that desk can read it.</summary>
    NoReader,
    Altered,
}
