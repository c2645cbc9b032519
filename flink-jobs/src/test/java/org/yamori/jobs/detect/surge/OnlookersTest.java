package org.yamori.jobs.detect.surge;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.yamori.jobs.flow.SensorCoverage;

import static org.assertj.core.api.Assertions.assertThat;

class OnlookersTest {
    private static SensorCoverage sensor(String name, String network) {
        SensorCoverage sensor = new SensorCoverage();
        sensor.sensor = name;
        sensor.network = network;
        return sensor;
    }

    private static String reach(String... saw) {
        Onlookers onlookers = new Onlookers(
                List.of(sensor("boston-1", "norse"), sensor("osaka-1", "nicter"), sensor("tokyo-1", "nicter")));
        long bits = 0;
        for (String name : saw) {
            bits |= 1L << SurgeTable.sensorBit(name);
        }
        ScoredMinute minute = Scored.minute(1, 40, 4);
        onlookers.tell(minute, bits);
        assertThat(minute.sensorNames).containsExactly(saw);
        assertThat(minute.watchingSensors).isEqualTo(3);
        SurgeCard card = SurgeCard.begin(minute);
        card.add(minute);
        return card.reach();
    }

    @Test
    void whoSawASurge_saysHowFarItReaches() {
        assertThat(reach("tokyo-1")).isEqualTo("sensor");
        assertThat(reach("osaka-1", "tokyo-1")).isEqualTo("network");
        assertThat(reach("boston-1", "tokyo-1")).isEqualTo("global");
    }

    /** What is known of sensors may run ahead of the minute: one that began later did not watch. */
    @Test
    void sensorThatBeganLater_didNotWatch() {
        ScoredMinute minute = Scored.minute(1, 40, 4);
        SensorCoverage later = sensor("tokyo-1", "nicter");
        later.firstMicros = Minutes.endMicros(minute.minute);
        new Onlookers(List.of(sensor("osaka-1", "nicter"), later)).tell(minute, -1);

        assertThat(minute.watchingSensors).isEqualTo(1);
        assertThat(minute.sensorNames).containsExactly("osaka-1");
    }

    @Test
    void oneSensorAlone_saysNothingAboutReach() {
        ScoredMinute minute = Scored.minute(1, 40, 4);
        new Onlookers(List.of(sensor("tokyo-1", "nicter"))).tell(minute, 1L << SurgeTable.sensorBit("tokyo-1"));
        SurgeCard card = SurgeCard.begin(minute);
        card.add(minute);

        assertThat(card.reach()).isEmpty();
        assertThat(card.sensorNames).containsExactly("tokyo-1");
    }
}
