package org.yamori.sensor.simulate;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Who hears which addresses when: the time of a scenario cut into phases in which no range moves. */
final class AddressPlan {
    private final List<DarkSensor> sensors;
    private final int[] starts;
    private final NumberedAddresses[][] ofSensor;
    private final NumberedAddresses[] ofAll;
    private final double[][] shares;

    AddressPlan(List<DarkSensor> sensors) {
        this.sensors = sensors;
        TreeSet<Integer> changes = new TreeSet<>(List.of(0));
        for (DarkSensor sensor : sensors) {
            for (DarkSensor.Tenure tenure : sensor.tenures()) {
                changes.add(tenure.fromSecond());
                changes.add(tenure.untilSecond());
            }
        }
        changes.remove(DarkSensor.FOR_EVER);
        starts = changes.stream().mapToInt(Integer::intValue).toArray();
        ofSensor = new NumberedAddresses[starts.length][];
        ofAll = new NumberedAddresses[starts.length];
        shares = new double[starts.length][sensors.size()];
        for (int phase = 0; phase < starts.length; phase++) {
            int second = starts[phase];
            ofSensor[phase] = sensors.stream()
                    .map(sensor -> new NumberedAddresses(sensor.rangesAt(second)))
                    .toArray(NumberedAddresses[]::new);
            List<AddressRange> all = new ArrayList<>();
            sensors.forEach(sensor -> all.addAll(sensor.rangesAt(second)));
            all.sort(AddressRange.BY_ADDRESS);
            ofAll[phase] = new NumberedAddresses(all);
            for (int i = 0; i < sensors.size(); i++) {
                int addresses = ofAll[phase].size();
                shares[phase][i] = addresses == 0 ? 0 : (double) ofSensor[phase][i].size() / addresses;
            }
        }
    }

    int phaseAt(int second) {
        int phase = starts.length - 1;
        while (starts[phase] > second) {
            phase--;
        }
        return phase;
    }

    /** The first second that is no longer in the phase. */
    int endOf(int phase) {
        return phase + 1 < starts.length ? starts[phase + 1] : DarkSensor.FOR_EVER;
    }

    int startOf(int phase) {
        return starts[phase];
    }

    int phases() {
        return starts.length;
    }

    NumberedAddresses of(int sensor, int phase) {
        return ofSensor[phase][sensor];
    }

    /** The addresses of all sensors, from the lowest. */
    NumberedAddresses ofAll(int phase) {
        return ofAll[phase];
    }

    /** The share of all dark addresses that a sensor hears. */
    double share(int sensor, int phase) {
        return shares[phase][sensor];
    }

    int indexOf(DarkSensor sensor) {
        return sensors.indexOf(sensor);
    }
}
