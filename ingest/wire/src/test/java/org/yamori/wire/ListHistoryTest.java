package org.yamori.wire;

import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ListHistoryTest {
    private static final long SECOND = 1_000_000;

    private final ListHistory history = new ListHistory();

    private static ListRecord list(String name, long revision, long from, String... prefixes) {
        return new ListRecord(
                name,
                revision,
                from,
                ListRecord.Purpose.SURVEY_SCANNER,
                "sato",
                "test",
                java.util.stream.Stream.of(prefixes).map(Cidr::parse).toList());
    }

    private List<String> at(long time) {
        return history.at(time).stream()
                .map(list -> list.name() + " " + list.revision())
                .toList();
    }

    @Test
    void eachList_changesAtItsOwnTime_andAnEmptyOneEnds() {
        history.add(list("census", 1, 100 * SECOND, "192.0.2.0/24"), 10 * SECOND);
        history.add(list("shodan", 1, 0, "198.51.100.0/24"), 110 * SECOND);
        history.add(list("census", 2, 200 * SECOND, "192.0.2.0/25"), 120 * SECOND);
        history.add(list("shodan", 2, 0), 300 * SECOND);

        assertThat(at(100 * SECOND - 1)).isEmpty();
        assertThat(at(100 * SECOND)).containsExactly("census 1");
        assertThat(at(112 * SECOND - 1)).containsExactly("census 1");
        assertThat(at(112 * SECOND)).as("two seconds after it was written").containsExactly("census 1", "shodan 1");
        assertThat(at(200 * SECOND)).containsExactly("census 2", "shodan 1");
        assertThat(at(302 * SECOND)).containsExactly("census 2");
        assertThat(history.nextChangeAfter(100 * SECOND)).hasValue(112 * SECOND);
        assertThat(history.nextChangeAfter(302 * SECOND)).isEmpty();
        assertThat(history.lastChangeUpTo(100 * SECOND - 1)).isEqualTo(Long.MIN_VALUE);
        assertThat(history.lastChangeUpTo(150 * SECOND)).isEqualTo(112 * SECOND);
        assertThat(history.newest("shodan")).extracting(ListRecord::revision).containsExactly(2L);
        assertThat(history.newest("nobody")).isEmpty();
    }
}
