package org.yamori.jobs.detect.backscatter;

import com.dynatrace.hash4j.distinctcount.UltraLogLog;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.yamori.wire.Shards;

/**
 * How a victim answered, about which of its ports, and to how many addresses; some 350 bytes, whatever comes. Packets
 * may be added in any order: of more than {@link #PORTS} ports those with the smallest hash are kept, and every packet
 * of a port that is kept was counted, since it was among the smallest from its first packet on.
 */
final class AnswerCounts {
    /** Ports that are kept. */
    static final int PORTS = 8;

    /** 128 registers: a standard error of 7 %. */
    private static final int PRECISION = 7;

    private final int[] ports = new int[PORTS];
    private final long[] packets = new long[PORTS];
    private final long[] answers = new long[Answer.count()];
    private UltraLogLog addresses = UltraLogLog.create(PRECISION);
    private int kept;
    private boolean furtherPorts;

    void add(int answer, int port, long addressHash) {
        answers[answer]++;
        addPort(port, 1);
        addresses.add(addressHash);
    }

    void add(AnswerCounts other) {
        for (int i = 0; i < answers.length; i++) {
            answers[i] += other.answers[i];
        }
        for (int i = 0; i < other.kept; i++) {
            addPort(other.ports[i], other.packets[i]);
        }
        furtherPorts |= other.furtherPorts;
        addresses.add(other.addresses);
    }

    private void addPort(int port, long count) {
        long hash = Shards.mix(port);
        int at = 0;
        while (at < kept && Long.compareUnsigned(Shards.mix(ports[at]), hash) < 0) {
            at++;
        }
        if (at < kept && ports[at] == port) {
            packets[at] += count;
            return;
        }
        if (at == PORTS) {
            furtherPorts = true;
            return;
        }
        furtherPorts |= kept == PORTS;
        kept = Math.min(PORTS, kept + 1);
        System.arraycopy(ports, at, ports, at + 1, kept - at - 1);
        System.arraycopy(packets, at, packets, at + 1, kept - at - 1);
        ports[at] = port;
        packets[at] = count;
    }

    /** Places of the ports that are kept, those with most packets first. */
    List<Integer> portsByPackets() {
        return IntStream.range(0, kept)
                .boxed()
                .sorted(Comparator.comparingLong((Integer at) -> -packets[at]).thenComparingInt(at -> ports[at]))
                .toList();
    }

    int port(int at) {
        return ports[at];
    }

    long packets(int at) {
        return packets[at];
    }

    /** Whether there were more ports than are kept. */
    boolean furtherPorts() {
        return furtherPorts;
    }

    long answers(Answer answer) {
        return answers[answer.ordinal()];
    }

    /** The answer given most often; of equals the first. */
    Answer most() {
        int most = 0;
        for (int i = 1; i < answers.length; i++) {
            most = answers[i] > answers[most] ? i : most;
        }
        return Answer.at(most);
    }

    /** Distinct addresses that were answered, about. */
    long addresses() {
        return Math.round(addresses.getDistinctCountEstimate());
    }

    void write(DataOutput out) throws IOException {
        for (long count : answers) {
            out.writeLong(count);
        }
        out.writeByte(kept);
        for (int i = 0; i < kept; i++) {
            out.writeInt(ports[i]);
            out.writeLong(packets[i]);
        }
        out.writeBoolean(furtherPorts);
        out.write(addresses.getState());
    }

    static AnswerCounts read(DataInput in) throws IOException {
        AnswerCounts counts = new AnswerCounts();
        for (int i = 0; i < counts.answers.length; i++) {
            counts.answers[i] = in.readLong();
        }
        counts.kept = in.readByte();
        for (int i = 0; i < counts.kept; i++) {
            counts.ports[i] = in.readInt();
            counts.packets[i] = in.readLong();
        }
        counts.furtherPorts = in.readBoolean();
        byte[] registers = new byte[1 << PRECISION];
        in.readFully(registers);
        counts.addresses = UltraLogLog.wrap(registers);
        return counts;
    }
}
