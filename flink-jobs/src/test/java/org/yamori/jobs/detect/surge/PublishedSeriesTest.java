package org.yamori.jobs.detect.surge;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PublishedSeriesTest {
    private static ScoredMinute hot(int port, double minuteScore) {
        ScoredMinute hot = Scored.minute(0, 40, 0);
        hot.port = port;
        hot.scores[0] = minuteScore;
        return hot;
    }

    @Test
    void watchedPorts_areAlwaysPublished_othersUpToALimit() {
        ScoredMinute watched = hot(23, 0);
        watched.watched = true;
        ScoredMinute calm = hot(1, 3);
        ScoredMinute near = hot(2, 17);
        ScoredMinute equallyNear = hot(3, 17);
        ScoredMinute inSurge = hot(4, 3);
        inSurge.calmNeeded = 15;
        List<ScoredMinute> minutes = new ArrayList<>(List.of(watched, calm, equallyNear, near, inSurge));

        PublishedSeries.choose(minutes, 2);

        assertThat(minutes).filteredOn(minute -> minute.published).containsExactlyInAnyOrder(watched, inSurge, near);
    }

    @Test
    void noneBesideTheWatchList_isALimitToo() {
        ScoredMinute one = hot(1, 9);
        PublishedSeries.choose(List.of(one), 0);
        assertThat(one.published).isFalse();
    }
}
