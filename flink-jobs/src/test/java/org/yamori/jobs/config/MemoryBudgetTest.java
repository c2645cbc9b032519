package org.yamori.jobs.config;

import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What an attacker can make the detect job keep, against the heap that one machine gives it. */
class MemoryBudgetTest {
    /** Of the detect job in `yamori up`. */
    private static final long HEAP = 1792L << 20;

    private static DetectConfig with(String key, String value) {
        Configuration raw = new Configuration();
        raw.setString("yamori.kafka.bootstrap-servers", "127.0.0.1:9092");
        raw.setString(key, value);
        return DetectConfig.from(raw);
    }

    private static DetectConfig standard() {
        return with("yamori.source.shards", "16");
    }

    @Test
    void tablesOfAllShards_fitIntoWhatAHeapHasForThem_withTheDefaultBounds() {
        // Four fifths: the old generation with -XX:NewRatio=4.
        assertThat(standard().mostBytes()).isBetween(HEAP / 2, HEAP * 4 / 5);
    }

    @Test
    void everyBoundOfARoom_isInTheSum() {
        long usual = standard().mostBytes();
        Map<String, String> raised = Map.of(
                "traffic.watched-sources", "8388608",
                "traffic.sources-per-shard", "262144",
                "traffic.tail-pairs-per-shard", "8388608",
                "fingerprint.sources-per-shard", "262144",
                "fingerprint.pairs-per-shard", "262144",
                "surge.pairs-per-group", "4194304",
                "backscatter.victims", "16384",
                "backscatter.storm-sample", "524288",
                "daedalus.hosts", "65536");
        raised.forEach(
                (word, value) -> assertThat(with("yamori.detect." + word, value).mostBytes())
                        .as(word)
                        .isGreaterThan(usual * 11 / 10));
        assertThat(with("yamori.source.shards", "8").mostBytes()).isEqualTo(usual / 2);
    }
}
