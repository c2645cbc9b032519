package org.yamori.jobs.detect.traffic;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Sensors and networks of one shard by small numbers, which never change once given. */
final class SensorNames {
    private final Map<String, Integer> sensorNumbers = new HashMap<>();
    private final List<String> sensors = new ArrayList<>();
    private final List<Integer> networkOfSensor = new ArrayList<>();
    private final Map<String, Integer> networkNumbers = new HashMap<>();
    private final List<String> networks = new ArrayList<>();

    /** The number of a sensor in a network: a sensor that moves to another network is another number. */
    int sensor(String name, String network) {
        Integer known = sensorNumbers.get(name + '\n' + network);
        if (known != null) {
            return known;
        }
        int networkNumber = networkNumbers.computeIfAbsent(network, unseen -> {
            networks.add(unseen);
            return networks.size() - 1;
        });
        sensors.add(name);
        networkOfSensor.add(networkNumber);
        sensorNumbers.put(name + '\n' + network, sensors.size() - 1);
        return sensors.size() - 1;
    }

    int count() {
        return sensors.size();
    }

    String sensorName(int sensor) {
        return sensors.get(sensor);
    }

    int networkOf(int sensor) {
        return networkOfSensor.get(sensor);
    }

    String networkName(int network) {
        return networks.get(network);
    }

    int networks() {
        return networks.size();
    }

    void write(DataOutput out) throws IOException {
        out.writeInt(sensors.size());
        for (int i = 0; i < sensors.size(); i++) {
            out.writeUTF(sensors.get(i));
            out.writeUTF(networks.get(networkOfSensor.get(i)));
        }
    }

    void read(DataInput in) throws IOException {
        for (int n = in.readInt(); n > 0; n--) {
            sensor(in.readUTF(), in.readUTF());
        }
    }
}
