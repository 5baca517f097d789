namespace ReportingService.Scrubbing.Formats.Matroska;

/// <summary>A block with what belongs to it (RFC 9559 section 5.1.3.5): duration, references and padding stay, additions go.</summary>
internal sealed record BlockGroup(byte[] Block, EbmlWriter Rest, bool Key)
{
    public static BlockGroup Read(byte[] body, ScrubContext context)
    {
        var children = EbmlElement.Children(body, 0, body.Length, null);
        if (children.Exists(c => c.Id is EbmlId.EncryptedBlock))
        {
            throw new RefusedException(RefusalCode.Encrypted, "A track is encrypted.");
        }

        if (children.Exists(c => c.Id == EbmlId.CodecState))
        {
            throw RefusedException.NotSupported("A track that changes its codec on the way.");
        }

        if (EbmlElement.Find(children, EbmlId.Block) is not { } block)
        {
            throw RefusedException.Damaged("A group without a block.");
        }

        var rest = new EbmlWriter();
        foreach (var child in children)
        {
            if (child.Id is EbmlId.BlockDuration)
            {
                rest.Number(child.Id, child.Number(body));
            }
            else if (child.Id is EbmlId.ReferenceBlock or EbmlId.DiscardPadding && child.Length <= 8)
            {
                rest.Binary(child.Id, child.Bytes(body));
            }
            else if (child.Id is not (EbmlId.Block or EbmlId.Void))
            {
                context.Removed.Add(RemovalKind.Other);
            }
        }

        return new BlockGroup(body[block.Body..block.End], rest, !children.Exists(c => c.Id == EbmlId.ReferenceBlock));
    }
}
