package org.yamori.cli.alerts;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.yamori.cli.alerts.Case.Host;
import org.yamori.cli.alerts.RankingLogic.Part;
import org.yamori.cli.alerts.RankingLogic.Past;
import org.yamori.wire.Decision.Result;

import static org.assertj.core.api.Assertions.assertThat;

/** D-20: what history adds, by hand. */
class RankingLogicTest {
    private static final Host HOST = new Host("X", "192.0.2.1");

    private static Past past(int id, Host host, String port, int day, Result... outcome) {
        return new Past(
                String.valueOf(id),
                host,
                port,
                Instant.parse("2026-01-01T00:00:00Z").plusSeconds(86_400L * day),
                outcome.length == 0 ? Optional.empty() : Optional.of(outcome[0]));
    }

    private static List<Part> history(Past of, Past... others) {
        List<Past> all = new java.util.ArrayList<>(List.of(others));
        all.add(of);
        return new RankingLogic(all).history(of);
    }

    @Test
    void D20_hostWithoutHistory_hasNoPoints() {
        assertThat(history(
                        past(1, HOST, "445/tcp", 5),
                        past(2, new Host("Y", "192.0.2.1"), "445/tcp", 1),
                        past(3, new Host("X", "192.0.2.2"), "445/tcp", 1)))
                .isEmpty();
    }

    @Test
    void D20_earlierCases_countUpToFive_laterOnesDoNot() {
        Past now = past(1, HOST, "445/tcp", 5);
        assertThat(history(now, past(2, HOST, "23/tcp", 1), past(3, HOST, "23/tcp", 6)))
                .containsExactly(new Part("the host had 1 case before", 1));
        Past[] many = new Past[7];
        for (int i = 0; i < many.length; i++) {
            many[i] = past(10 + i, HOST, "23/tcp", 1);
        }
        assertThat(history(now, many)).containsExactly(new Part("the host had 7 cases before", 5));
    }

    @Test
    void D20_whatTheHostHadLast_counts() {
        Past now = past(1, HOST, "445/tcp", 5);
        assertThat(history(now, past(2, HOST, "23/tcp", 1, Result.NORMAL), past(3, HOST, "23/tcp", 2, Result.INFECTED)))
                .containsExactly(
                        new Part("the host had 2 cases before", 2),
                        new Part("the host was infected when it was last looked at", 10));
        assertThat(history(
                        now,
                        past(2, HOST, "23/tcp", 1, Result.INFECTED),
                        past(3, HOST, "23/tcp", 2, Result.MISCONFIGURATION)))
                .containsExactly(
                        new Part("the host had 2 cases before", 2),
                        new Part("the host was not infected when it was last looked at", -10));
    }

    @Test
    void D20_outcomesOfThePort_weighMoreTheMoreTheyAre_andTheCasesOwnNothing() {
        Past now = past(1, HOST, "445/tcp", 5, Result.NORMAL);
        Past[] infected = new Past[18];
        for (int i = 0; i < infected.length; i++) {
            infected[i] = past(10 + i, new Host("X", "198.51.100." + i), "445/tcp", i, Result.INFECTED);
        }
        // 20 * 1 / 3 = 6.67; 20 * 18 / 20 = 18
        assertThat(history(now, infected[0]))
                .containsExactly(new Part("other cases on 445/tcp that were looked at: 1 of 1 infected", 7));
        assertThat(history(now, infected))
                .containsExactly(new Part("other cases on 445/tcp that were looked at: 18 of 18 infected", 18));
        // 20 * (1 - 3) / 6 = -6.67
        assertThat(history(
                        now,
                        infected[0],
                        past(2, new Host("X", "192.0.2.2"), "445/tcp", 1, Result.NORMAL),
                        past(3, new Host("X", "192.0.2.3"), "445/tcp", 1, Result.MISCONFIGURATION),
                        past(4, new Host("X", "192.0.2.4"), "445/tcp", 9, Result.NORMAL),
                        past(5, new Host("X", "192.0.2.5"), "137/udp", 1, Result.NORMAL)))
                .containsExactly(new Part("other cases on 445/tcp that were looked at: 1 of 4 infected", -7));
        // As many of either kind weigh nothing.
        assertThat(history(now, infected[0], past(2, new Host("X", "192.0.2.2"), "445/tcp", 1, Result.NORMAL)))
                .isEmpty();
    }
}
