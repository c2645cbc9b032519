package org.yamori.cli.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.yamori.cli.Progress;
import org.yamori.jobs.topology.Room;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

class RoomCostsTest {
    /** CPU seconds of each room and of what is always there, for a million packets. */
    private static final Map<Room, Double> SECONDS = Map.of(
            Room.TRAFFIC, 0.4,
            Room.SURGE, 0.3,
            Room.FINGERPRINT, 0.2,
            Room.BACKSCATTER, 0.1,
            Room.DAEDALUS, 0.06);

    private static final double ALWAYS = 0.05;

    private double clock = 17;
    private final List<Set<Room>> run = new ArrayList<>();

    private RoomCosts measured(int rounds, double slowFirstRound) throws IOException {
        try (Progress quiet = new Progress(new PrintStream(OutputStream.nullOutputStream(), false, UTF_8), false, "")) {
            return RoomCosts.measure(
                    1_000_000,
                    rounds,
                    rooms -> {
                        double slower = run.size() < 8 ? slowFirstRound : 1;
                        run.add(rooms);
                        clock += slower
                                * (ALWAYS
                                        + rooms.stream()
                                                .mapToDouble(SECONDS::get)
                                                .sum());
                    },
                    () -> clock,
                    quiet);
        }
    }

    @Test
    void costOfARoom_isWhatIsSavedWithoutIt() throws IOException {
        Map<String, Double> nanos = measured(1, 1).nanosByRoom();

        assertThat(nanos.keySet())
                .containsExactly(
                        "traffic", "surge", "fingerprint", "backscatter", "daedalus", "source, labels, sensor");
        assertThat(nanos.values().stream().map(Math::round)).containsExactly(400L, 300L, 200L, 100L, 60L, 50L);
    }

    @Test
    void roundWithTheLeastCpu_isShown() throws IOException {
        RoomCosts costs = measured(2, 3);

        assertThat(run).hasSize(16);
        assertThat(run.subList(0, 8)).isEqualTo(run.subList(8, 16));
        assertThat(costs.nanosByRoom().values().stream().map(Math::round))
                .containsExactly(400L, 300L, 200L, 100L, 60L, 50L);
        assertThat(costs.lines())
                .anyMatch(line -> line.startsWith("all rooms") && line.endsWith(" 1110"))
                .anyMatch(line -> line.startsWith("without traffic") && line.endsWith(" 710"))
                .anyMatch(line -> line.startsWith("traffic and sensor") && line.endsWith(" 450"));
    }
}
