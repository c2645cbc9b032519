package org.yamori.jobs.detect.fingerprint;

import org.yamori.jobs.flow.LabelledSlice;
import org.yamori.jobs.flow.Slice;
import org.yamori.jobs.flow.SourceKeys;
import org.yamori.wire.Bytes;
import org.yamori.wire.Column;

/** The columns of a slice that this room reads, found once. */
final class SliceRows {
    final boolean ipv6;
    final byte[] tools;
    final byte[] kinds;
    final String[] signatures;
    /** Of each signature, {@link SignatureTexts#hash}. */
    final int[] hashes;
    /** Of each row's source, {@link SourceKeys#hash}. */
    final long[] sourceHashes;

    private final byte[] data;
    private final int sources;
    private final int destinations;
    private final int protocols;
    private final int sourcePorts;
    private final int ports;
    private final int ids;
    private final int signatureNumbers;

    SliceRows(LabelledSlice labelled) {
        Slice slice = labelled.slice;
        ipv6 = slice.ipv6;
        tools = labelled.tools;
        kinds = labelled.kinds;
        signatures = slice.synSignatures;
        hashes = new int[signatures.length];
        for (int i = 0; i < hashes.length; i++) {
            hashes[i] = SignatureTexts.hash(signatures[i]);
        }
        sourceHashes = new long[slice.rows];
        data = slice.data;
        sources = slice.offset(Column.SOURCE);
        destinations = slice.offset(Column.DESTINATION);
        protocols = slice.offset(Column.PROTOCOL);
        sourcePorts = slice.offset(Column.SOURCE_PORT);
        ports = slice.offset(Column.DESTINATION_PORT);
        ids = slice.offset(Column.IP_ID);
        signatureNumbers = slice.offset(Column.SYN_SIGNATURE);
        for (int row = 0; row < sourceHashes.length; row++) {
            sourceHashes[row] = SourceKeys.hash(sourceHigh(row), sourceLow(row));
        }
    }

    int ipv4Source(int row) {
        return Bytes.integer(data, sources + (row << 2));
    }

    /** The source as {@link SourceKeys} has it. */
    long sourceHigh(int row) {
        return ipv6 ? Bytes.bigEndian(data, sources + (row << 4)) : 0;
    }

    long sourceLow(int row) {
        return ipv6
                ? Bytes.bigEndian(data, sources + (row << 4) + 8)
                : SourceKeys.lowOfIpv4(Bytes.integer(data, sources + (row << 2)));
    }

    int ipv4Destination(int row) {
        return Bytes.integer(data, destinations + (row << 2));
    }

    int protocol(int row) {
        return data[protocols + row] & 0xff;
    }

    int sourcePort(int row) {
        return Bytes.unsignedShort(data, sourcePorts + (row << 1));
    }

    int port(int row) {
        return Bytes.unsignedShort(data, ports + (row << 1));
    }

    /** Of rows that have a tool. */
    int ipId(int row) {
        return Bytes.unsignedShort(data, ids + (row << 1));
    }

    /** The place of the row's signature; of rows that have a tool. */
    int signature(int row) {
        return Bytes.unsignedShort(data, signatureNumbers + (row << 1));
    }
}
