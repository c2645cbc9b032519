package org.yamori.jobs.detect.surge;

import java.util.BitSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yamori.jobs.flow.ShardKeys;

import static org.assertj.core.api.Assertions.assertThat;

class GroupTableTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 16, 256})
    void everyPort_hasOneNumberInOneGroup(int shards) {
        PortGroups groups = new PortGroups(ShardKeys.of(shards));
        GroupTable.Ports[] all = GroupTable.Ports.ofAll(groups);

        BitSet seen = new BitSet();
        for (int group = 0; group < shards; group++) {
            for (int number = 0; number < all[group].seriesOf().length; number++) {
                int series = all[group].seriesOf()[number];
                assertThat(groups.of(series)).isEqualTo(group);
                assertThat(all[group].number(series)).isEqualTo(number);
                seen.set(series);
            }
        }
        assertThat(seen.cardinality()).isEqualTo(PortSeries.COUNT);
    }
}
