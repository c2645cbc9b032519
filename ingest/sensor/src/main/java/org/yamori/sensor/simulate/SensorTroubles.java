package org.yamori.sensor.simulate;

import java.util.ArrayList;
import java.util.List;
import org.yamori.sensor.Interruption;
import org.yamori.wire.PacketRow;

/** What befalls one sensor: its outages and losses. */
final class SensorTroubles {
    static final SensorTroubles NONE = new SensorTroubles(List.of(), List.of());

    private final OutageLane[] outages;
    private final LossLane[] losses;

    private SensorTroubles(List<OutageLane> outages, List<LossLane> losses) {
        this.outages = outages.toArray(OutageLane[]::new);
        this.losses = losses.toArray(LossLane[]::new);
    }

    /** Those of a sensor among all lanes. */
    static SensorTroubles of(DarkSensor sensor, List<Lane> lanes) {
        List<OutageLane> outages = new ArrayList<>();
        List<LossLane> losses = new ArrayList<>();
        for (Lane lane : lanes) {
            if (lane.sensor.equals(sensor) && lane instanceof OutageLane outage) {
                outages.add(outage);
            } else if (lane.sensor.equals(sensor) && lane instanceof LossLane loss) {
                losses.add(loss);
            }
        }
        return new SensorTroubles(outages, losses);
    }

    /** Whether the sensor takes a packet; who keeps it away counts it. */
    boolean letThrough(PacketRow packet) {
        int second = (int) (packet.timeMicros / Lane.SECOND_MICROS);
        for (OutageLane outage : outages) {
            if (outage.acts(second)) {
                outage.tally.countMissed();
                return false;
            }
        }
        for (LossLane loss : losses) {
            if (loss.acts(second) && loss.hits(packet)) {
                loss.tally.countMissed();
                return false;
            }
        }
        return true;
    }

    /**
     * What the sensor has to say when a second is over: one whose packets are dropped says so each second; one that is
     * not running is missed when it is back.
     */
    List<Interruption> at(int second, long endMicros) {
        List<Interruption> said = List.of();
        for (OutageLane outage : outages) {
            if (outage.acts(second) && outage.outage().packets() == Actor.Fate.DROPPED) {
                said = with(said, new Interruption(endMicros, outage.tally.takeMissed(), false));
            } else if (outage.acts(second) && !outage.acts(second + 1)) {
                said = with(said, new Interruption(endMicros, 0, true));
            }
        }
        for (LossLane loss : losses) {
            if (loss.acts(second) && loss.loss().packets() == Actor.Fate.DROPPED) {
                long dropped = loss.tally.takeMissed();
                if (dropped > 0) {
                    said = with(said, new Interruption(endMicros, dropped, false));
                }
            }
        }
        return said;
    }

    private static List<Interruption> with(List<Interruption> said, Interruption one) {
        List<Interruption> all = new ArrayList<>(said);
        all.add(one);
        return all;
    }
}
