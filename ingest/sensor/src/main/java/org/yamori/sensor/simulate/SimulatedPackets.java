package org.yamori.sensor.simulate;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.yamori.sensor.Interruption;
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
    private final SensorTroubles[] troublesOfLane;
    private final SensorClock[] clockOfLane;
    /** The clocks of all sensors that are played. */
    private final SensorClock[] clocks;
    /** What befalls the sensor, if it is one. */
    private final SensorTroubles troubles;

    private final PacketPool pool = new PacketPool();
    private final SynHeaders synHeaders = new SynHeaders();
    private final MessageDigest sha256 = ZeroPayload.sha256();
    private final byte[] quoted = new byte[QuotedPacket.IPV4_BYTES];
    private int second;
    private int due;
    private int delivered;
    private int lane = -1;
    private long packets;
    private long arrivedMicros;
    private boolean ended;
    private List<Interruption> interruptions = List.of();

    SimulatedPackets(Scenario scenario, long startMicros, List<DarkSensor> sensors) {
        this.scenario = scenario;
        this.startMicros = startMicros;
        shuffleMicros = (int) (scenario.shuffle().toMillis() * 1_000);
        endSecond = scenario.seconds() + (shuffleMicros + SECOND_MICROS - 1) / SECOND_MICROS;
        lanes = new ArrayList<>();
        List<Integer> indexes = new ArrayList<>();
        for (Actor actor : scenario.actors()) {
            for (DarkSensor sensor : sensors) {
                if (actor.concerns(sensor)) {
                    lanes.add(actor.at(sensor, scenario));
                    indexes.add(scenario.sensors().indexOf(sensor));
                }
            }
        }
        sensorOfLane = indexes.stream().mapToInt(Integer::intValue).toArray();
        Map<DarkSensor, SensorTroubles> troublesOf = new HashMap<>();
        Map<DarkSensor, SensorClock> clockOf = new HashMap<>();
        for (DarkSensor sensor : sensors) {
            troublesOf.put(sensor, SensorTroubles.of(sensor, lanes));
            clockOf.put(sensor, new SensorClock(sensor, scenario.actors()));
        }
        troublesOfLane = lanes.stream().map(each -> troublesOf.get(each.sensor)).toArray(SensorTroubles[]::new);
        clockOfLane = lanes.stream().map(each -> clockOf.get(each.sensor)).toArray(SensorClock[]::new);
        clocks = clockOf.values().toArray(SensorClock[]::new);
        troubles = sensors.size() == 1 ? SensorTroubles.of(sensors.get(0), lanes) : SensorTroubles.NONE;
    }

    @Override
    public boolean next(PacketRow row) {
        interruptions = List.of();
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
        row.timeMicros = clockOfLane[lane].shown(row.timeMicros) + startMicros;
        row.synSignature = synHeaders.signature(row);
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
                lanes.get(i).make(second, pool, i, shuffleMicros, troublesOfLane[i]);
            }
            interrupt();
        }
        due = pool.sort(from);
        delivered = 0;
        second++;
    }

    private void interrupt() {
        long endMicros = (second + 1L) * SECOND_MICROS;
        List<Interruption> said = troubles.at(second, startMicros + shownBy(endMicros));
        if (!said.isEmpty()) {
            List<Interruption> all = new ArrayList<>(interruptions);
            all.addAll(said);
            interruptions = all;
        }
    }

    private long shownBy(long micros) {
        return clocks.length == 1 ? clocks[0].shown(micros) : micros;
    }

    /** What befell the sensor; only where the packets are those of one. */
    @Override
    public List<Interruption> interruptions() {
        return interruptions;
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

    List<Lane> lanes() {
        return lanes;
    }

    long startMicros() {
        return startMicros;
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
        long sent = ended ? (long) scenario.seconds() * SECOND_MICROS : Math.max(0, arrivedMicros - shuffleMicros);
        long earliest = Long.MAX_VALUE;
        for (SensorClock clock : clocks) {
            earliest = Math.min(earliest, clock.earliestFrom(sent));
        }
        return startMicros + earliest;
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
