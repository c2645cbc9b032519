package org.yamori.sensor.simulate;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
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
    /** The outages of the sensor of each lane. */
    private final List<List<OutageLane>> outagesOfLane;

    private final boolean single;
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
                if (!(actor instanceof Actor.Outage outage) || outage.sensor().equals(sensor.name())) {
                    lanes.add(Lane.of(actor, sensor, scenario));
                    indexes.add(scenario.sensors().indexOf(sensor));
                }
            }
        }
        sensorOfLane = indexes.stream().mapToInt(Integer::intValue).toArray();
        outagesOfLane = lanes.stream().map(this::outages).toList();
        single = sensors.size() == 1;
    }

    private List<OutageLane> outages(Lane ofLane) {
        return lanes.stream()
                .filter(OutageLane.class::isInstance)
                .map(OutageLane.class::cast)
                .filter(outage -> outage.sensor.equals(ofLane.sensor))
                .toList();
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
                lanes.get(i).make(second, pool, i, shuffleMicros, outageOf(i));
            }
            if (single && !lanes.isEmpty()) {
                interrupt(outageOf(0));
            }
        }
        due = pool.sort(from);
        delivered = 0;
        second++;
    }

    /** The outage of the lane's sensor in this second. */
    private @Nullable OutageLane outageOf(int laneIndex) {
        List<OutageLane> outages = outagesOfLane.get(laneIndex);
        for (int i = 0; i < outages.size(); i++) {
            if (outages.get(i).acts(second)) {
                return outages.get(i);
            }
        }
        return null;
    }

    /** A sensor whose packets are dropped says so each second; one that is not running is missed when it is over. */
    private void interrupt(@Nullable OutageLane outage) {
        if (outage == null) {
            return;
        }
        long endMicros = startMicros + (second + 1L) * SECOND_MICROS;
        if (outage.outage().packets() == Actor.Fate.DROPPED) {
            add(new Interruption(endMicros, outage.takeMissedSinceLast(), false));
        } else if (!outage.acts(second + 1)) {
            add(new Interruption(endMicros, 0, true));
        }
    }

    private void add(Interruption interruption) {
        if (interruptions.isEmpty()) {
            interruptions = new ArrayList<>();
        }
        interruptions.add(interruption);
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
