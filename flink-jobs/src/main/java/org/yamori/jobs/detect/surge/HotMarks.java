package org.yamori.jobs.detect.surge;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.yamori.jobs.flow.Tool;

/**
 * What tools and SYN signatures some packets of a port show since it became hot: the {@value #MOST} packets of the
 * smallest ranks, so that they depend on the packets and never on their order.
 */
final class HotMarks {
    static final int MOST = 256;
    /** So many signatures are named. */
    static final int MOST_NAMED = 10;

    private static final int FIRST = 8;

    private long[] ranks = new long[FIRST];
    private byte[] tools = new byte[FIRST];
    private String[] signatures = new String[FIRST];
    private int size;

    void add(long rank, Tool tool, String signature) {
        int at = size;
        while (at > 0 && isBefore(rank, tool, signature, at - 1)) {
            at--;
        }
        if (at == MOST) {
            return;
        }
        if (size == ranks.length && size < MOST) {
            ranks = Arrays.copyOf(ranks, size * 2);
            tools = Arrays.copyOf(tools, size * 2);
            signatures = Arrays.copyOf(signatures, size * 2);
        }
        size = Math.min(size + 1, MOST);
        System.arraycopy(ranks, at, ranks, at + 1, size - at - 1);
        System.arraycopy(tools, at, tools, at + 1, size - at - 1);
        System.arraycopy(signatures, at, signatures, at + 1, size - at - 1);
        ranks[at] = rank;
        tools[at] = (byte) tool.ordinal();
        // many packets have one signature, and each came with a text of its own
        signatures[at] = signature.intern();
    }

    private boolean isBefore(long rank, Tool tool, String signature, int other) {
        if (rank != ranks[other]) {
            return rank < ranks[other];
        }
        int byTool = Integer.compare(tool.ordinal(), tools[other]);
        return byTool < 0 || (byTool == 0 && signature.compareTo(signatures[other]) < 0);
    }

    /** Packets of each tool, by ordinal. */
    int[] tools() {
        int[] counts = new int[Tool.count()];
        for (int i = 0; i < size; i++) {
            counts[tools[i]]++;
        }
        return counts;
    }

    /** The commonest signatures with their packets, the most first, those of as many in the order of the alphabet. */
    List<Map.Entry<String, Integer>> signatures() {
        TreeMap<String, Integer> counts = new TreeMap<>();
        for (int i = 0; i < size; i++) {
            if (!signatures[i].isEmpty()) {
                counts.merge(signatures[i], 1, Integer::sum);
            }
        }
        return counts.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(MOST_NAMED)
                .toList();
    }

    /** Writes into a minute what was seen. */
    void tell(ScoredMinute minute) {
        List<Map.Entry<String, Integer>> commonest = signatures();
        minute.tools = tools();
        minute.signatures = commonest.stream().map(Map.Entry::getKey).toArray(String[]::new);
        minute.ofSignatures = commonest.stream().mapToInt(Map.Entry::getValue).toArray();
    }

    void write(DataOutput out) throws IOException {
        out.writeInt(size);
        for (int i = 0; i < size; i++) {
            out.writeLong(ranks[i]);
            out.writeByte(tools[i]);
            out.writeUTF(signatures[i]);
        }
    }

    static HotMarks read(DataInput in) throws IOException {
        HotMarks read = new HotMarks();
        for (int n = in.readInt(); n > 0; n--) {
            read.add(in.readLong(), Tool.at(in.readByte()), in.readUTF());
        }
        return read;
    }
}
