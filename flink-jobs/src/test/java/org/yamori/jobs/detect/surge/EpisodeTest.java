package org.yamori.jobs.detect.surge;

import org.junit.jupiter.api.Test;
import org.yamori.jobs.detect.surge.Episode.Revision;
import org.yamori.jobs.detect.surge.Episode.Word;

import static org.assertj.core.api.Assertions.assertThat;

class EpisodeTest {
    private static final SurgeRules RULES = SurgeOptions.defaults();
    private static final int FIVE_MINUTES = 1;

    private final Episode episode = new Episode();

    private static ScoredMinute minute(long number, int sources) {
        ScoredMinute minute = new ScoredMinute();
        minute.minute = number;
        minute.hotSince = 95;
        minute.over = 1 << FIVE_MINUTES;
        minute.sources[FIVE_MINUTES] = sources;
        minute.destinations = 50;
        minute.sensors = 3;
        minute.observed = 1;
        minute.learntDays = 20;
        minute.calmNeeded = 15;
        return minute;
    }

    @Test
    void aRise_isTheFirstRevision_andOnlyOne() {
        assertThat(episode.rise(minute(100, 40), false, RULES))
                .contains(new Revision(1, Word.ONSET, "50 destinations, 3 sensors"));
        assertThat(episode.rise(minute(101, 50), false, RULES)).isEmpty();
        assertThat(episode.onsetMinute).isEqualTo(100);
        assertThat(episode.firstMinute).isEqualTo(95);
        assertThat(episode.scale).isEqualTo(FIVE_MINUTES);
    }

    @Test
    void aPeak_isToldWhenItHasDoubled() {
        episode.rise(minute(100, 40), false, RULES);
        assertThat(episode.follow(minute(101, 79), false, RULES)).isEmpty();
        assertThat(episode.follow(minute(102, 80), false, RULES)).contains(new Revision(2, Word.PEAK, ""));
        assertThat(episode.follow(minute(103, 150), false, RULES)).isEmpty();
        assertThat(episode.peakSources).isEqualTo(150);
        assertThat(episode.peakMinute).isEqualTo(103);
    }

    @Test
    void calmForAsLongAsNeeded_isTheEnd_andTheNextRiseIsAnotherSurge() {
        episode.rise(minute(100, 40), false, RULES);
        ScoredMinute last = minute(130, 3);
        last.calmMinutes = 14;
        assertThat(episode.follow(last, false, RULES)).isEmpty();
        last.calmMinutes = 15;
        assertThat(episode.follow(last, false, RULES)).contains(new Revision(2, Word.END, "ordinary for 15 minutes"));
        assertThat(episode.follow(minute(131, 90), false, RULES)).isEmpty();
        assertThat(episode.rise(minute(300, 40), false, RULES).map(Revision::number))
                .contains(1);
    }

    @Test
    void whatLasts_becomesTheOrdinary() {
        episode.rise(minute(100, 40), false, RULES);
        ScoredMinute last = minute(100 + 72 * 60, 40);
        last.settled = true;
        assertThat(episode.follow(last, false, RULES))
                .contains(new Revision(2, Word.END, "lasted 72 hours and is the new ordinary"));
    }

    @Test
    void moreDestinations_openTheGateLater() {
        ScoredMinute first = minute(100, 40);
        first.destinations = 1;
        first.sensors = 1;
        episode.rise(first, false, RULES);
        assertThat(episode.gate).isEqualTo(Gate.ONE_DESTINATION);
        assertThat(episode.follow(minute(101, 45), false, RULES))
                .contains(new Revision(2, Word.GATE, "50 destinations, 3 sensors"));
        assertThat(episode.follow(first, false, RULES)).isEmpty();
        assertThat(episode.gate).isEqualTo(Gate.PAGE);
    }

    @Test
    void aStorm_actsFromWhenItWasDecided() {
        episode.rise(minute(100, 40), false, RULES);
        assertThat(episode.gate).isEqualTo(Gate.PAGE);
        assertThat(episode.follow(minute(101, 45), true, RULES))
                .contains(new Revision(2, Word.GATE, "the sources are spoofed"));
        assertThat(episode.follow(minute(102, 45), false, RULES)).isEmpty();
        assertThat(episode.gate).isEqualTo(Gate.STORM);
    }

    @Test
    void whatWasNoSurge_isWithdrawnOnce() {
        assertThat(episode.withdraw("nothing there")).isEmpty();
        episode.rise(minute(100, 40), false, RULES);
        assertThat(episode.withdraw("counted anew")).contains(new Revision(2, Word.WITHDRAWN, "counted anew"));
        assertThat(episode.withdraw("counted anew")).isEmpty();
    }
}
