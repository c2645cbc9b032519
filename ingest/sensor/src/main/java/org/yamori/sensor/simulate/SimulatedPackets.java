package org.yamori.sensor.simulate;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.yamori.sensor.PacketSource;
import org.yamori.sensor.SourceTally;
import org.yamori.wire.PacketRow;
import org.yamori.wire.PayloadClass;

/** The packets of a scenario at one sensor or at all, in the order in which they arrive, made second by second. */
public final class SimulatedPackets implements PacketSource {
    private static final int SECOND_MICROS = 1_000_000;

    private final Scenario scenario;
    private final long startMicros;
    private final int shuffleMicros;
    /** The last second in which anything arrives, exclusive. */
    private final int endSecond;

    private final List<Lane> lanes;
    private final int[] sensorOfLane;
    private final PacketPool pool = new PacketPool();
    private final MessageDigest sha256 = ZeroPayload.sha256();
    private final byte[] quoted = new byte[QuotedPacket.IPV4_BYTES];
    private int second;
    private int due;
    private int delivered;
    private int lane = -1;
    private long packets;
    private long arrivedMicros;
    private boolean ended;

    SimulatedPackets(Scenario scenario, long startMicros, List<DarkSensor> sensors) {
        this.scenario = scenario;
        this.startMicros = startMicros;
        shuffleMicros = (int) (scenario.shuffle().toMillis() * 1_000);
        endSecond = scenario.seconds() + (shuffleMicros + SECOND_MICROS - 1) / SECOND_MICROS;
        lanes = new ArrayList<>();
        List<Integer> indexes = new ArrayList<>();
        for (Actor actor : scenario.actors()) {
            for (DarkSensor sensor : sensors) {
                lanes.add(Lane.of(actor, sensor, scenario));
                indexes.add(scenario.sensors().indexOf(sensor));
            }
        }
        sensorOfLane = indexes.stream().mapToInt(Integer::intValue).toArray();
    }

    @Override
    public boolean next(PacketRow row) {
        while (delivered == due) {
            if (second == endSecond) {
                ended = true;
                return false;
            }
            fillSecond();
        }
        int at = pool.ordered(delivered++);
        pool.read(at, row);
        lane = pool.lane(at);
        arrivedMicros = pool.arrivalMicros(at);
        row.timeMicros += startMicros;
        if (row.payloadLength > 0) {
            row.payloadClass = PayloadClass.UNKNOWN.ordinal();
            row.payloadHash = row.quotes ? quoteHash(row) : ZeroPayload.hash(row.payloadLength);
        }
        packets++;
        return true;
    }

    private void fillSecond() {
        long from = (long) second * SECOND_MICROS;
        pool.dropBefore(from);
        if (second < scenario.seconds()) {
            for (int i = 0; i < lanes.size(); i++) {
                lanes.get(i).make(second, pool, i, shuffleMicros);
            }
        }
        due = pool.sort(from);
        delivered = 0;
        second++;
    }

    private long quoteHash(PacketRow row) {
        QuotedPacket.write(row, quoted, 0);
        sha256.update(quoted);
        return ZeroPayload.firstBits(sha256.digest());
    }

    /** Index in {@link Simulation#sensors()} of the sensor that the last packet reached. */
    public int sensor() {
        return sensorOfLane[requireLane()];
    }

    /** Name of the actor who sent the last packet. */
    public String actor() {
        return lanes.get(requireLane()).actor.role().name();
    }

    private int requireLane() {
        if (lane < 0) {
            throw new IllegalStateException("no packet was read yet; call next first");
        }
        return lane;
    }

    /** What was done, once all packets were read. */
    public Labels labels() {
        if (!ended) {
            throw new IllegalStateException(
                    "labels are complete only after next has answered false; " + packets + " packets were read so far");
        }
        return new Labels(lanes.stream()
                .map(made -> Label.of(made, scenario, startMicros))
                .toList());
    }

    @Override
    public long watermarkMicros() {
        return startMicros
                + (ended ? (long) scenario.seconds() * SECOND_MICROS : Math.max(0, arrivedMicros - shuffleMicros));
    }

    @Override
    public SourceTally tally() {
        return new SourceTally(packets, packets, Map.of());
    }

    @Override
    public void close() {
        // nothing is held open
    }
}
