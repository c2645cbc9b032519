package org.yamori.jobs.correlate.campaign;

import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.yamori.jobs.correlate.campaign.CampaignLogic.Told;
import org.yamori.jobs.correlate.campaign.CampaignLogic.Word;
import org.yamori.jobs.flow.SurgeReport;
import org.yamori.wire.Finding;

import static org.assertj.core.api.Assertions.assertThat;

class CampaignLogicTest {
    private final TreeMap<String, Member> members = new TreeMap<>();
    private final TreeMap<String, Campaign> campaigns = new TreeMap<>();
    private final CampaignLogic logic = new CampaignLogic(CampaignOptions.defaults(), members, campaigns);

    private static List<Word> words(List<Told> told) {
        return told.stream().map(Told::word).toList();
    }

    private static long hour(double hour) {
        return Surges.START_MICROS + (long) (hour * Member.HOUR_MICROS);
    }

    @Test
    void surgesThatShareTheirSources_areOneCampaign_namedByTheEldest() {
        assertThat(logic.take(Surges.report(7547, 1, 1.1, 0, 1000))).isEmpty();
        List<Told> told = logic.take(Surges.report(5555, 2, 2.1, 400, 900));

        assertThat(words(told)).containsExactly(Word.ONSET);
        assertThat(told.get(0).campaign().id).isEqualTo(Finding.id("campaign", "tcp/7547", "episode", hour(1)));
        assertThat(told.get(0).campaign().revision).isEqualTo(1);
        assertThat(told.get(0).of()).extracting(Member::port).containsExactly("tcp/7547", "tcp/5555");
    }

    @Test
    void surgesWithoutCommonSources_areNone() {
        logic.take(Surges.report(23, 1, 1.1, 0, 1000));
        assertThat(logic.take(Surges.report(445, 1, 1.2, 5_000, 6_000))).isEmpty();
        assertThat(campaigns).isEmpty();
    }

    /** A third of each in common: Jaccard 100/500 = 0.2 and containment 1/3, both too little; then 1/2 and 1/3. */
    @Test
    void sharesBelowTheRules_areNone_andEitherRuleSuffices() {
        logic.take(Surges.report(23, 1, 1.1, 0, 300));
        assertThat(logic.take(Surges.report(445, 1, 1.1, 200, 500))).isEmpty();
        assertThat(words(logic.take(Surges.report(445, 1, 1.2, 150, 450)))).containsExactly(Word.ONSET);
    }

    @Test
    void surgesThatMayNotPage_joinNone_untilTheyMay() {
        logic.take(Surges.report(7547, 1, 1.1, 0, 1000));
        SurgeReport storm = Surges.report(5555, 1, 1.1, 0, 1000);
        storm.pages = false;
        assertThat(logic.take(storm)).isEmpty();
        assertThat(words(logic.take(Surges.report(5555, 1, 1.2, 0, 1000)))).containsExactly(Word.ONSET);
    }

    /** Both might page while they were small, and shared nothing then. */
    @Test
    void surgesThatTurnOutToBeStorms_foundNone() {
        logic.take(Surges.report(80, 1, 1.1, 0, 200));
        logic.take(Surges.report(443, 1, 1.1, 5_000, 5_200));
        for (int port : new int[] {80, 443}) {
            SurgeReport storm = Surges.report(port, 1, 1.2, 10_000, 11_000);
            storm.pages = false;
            assertThat(logic.take(storm)).isEmpty();
        }
        assertThat(campaigns).isEmpty();
        assertThat(members).isEmpty();
    }

    @Test
    void fewSources_sayNothing() {
        logic.take(Surges.report(23, 1, 1.1, 0, 9));
        assertThat(logic.take(Surges.report(2323, 1, 1.1, 0, 9))).isEmpty();
        logic.take(Surges.report(23, 1, 1.2, 0, 10));
        assertThat(words(logic.take(Surges.report(2323, 1, 1.2, 0, 10)))).containsExactly(Word.ONSET);
    }

    @Test
    void surgesOfOnePort_areNoCampaign_untilAnotherPortComes() {
        logic.take(Surges.over(Surges.report(23, 1, 30, 0, 1000)));
        assertThat(logic.take(Surges.report(23, 40, 40.1, 0, 1500))).isEmpty();
        List<Told> told = logic.take(Surges.report(2323, 41, 41.1, 100, 400));

        assertThat(words(told)).containsExactly(Word.ONSET);
        assertThat(told.get(0).of()).hasSize(3);
    }

    @Test
    void aThirdSurgeJoins_andTwiceTheSourcesAreTold() {
        logic.take(Surges.report(7547, 1, 1.1, 0, 500));
        logic.take(Surges.report(5555, 2, 2.1, 0, 500));
        assertThat(words(logic.take(Surges.report(7547, 1, 3, 0, 900)))).isEmpty();
        assertThat(words(logic.take(Surges.report(7547, 1, 4, 0, 1000)))).containsExactly(Word.PEAK);
        assertThat(words(logic.take(Surges.report(8080, 5, 5.1, 0, 100)))).containsExactly(Word.JOINED);
        assertThat(campaigns.values().iterator().next().revision).isEqualTo(3);
    }

    @Test
    void whatJoinsTwoCampaigns_makesThemOne() {
        logic.take(Surges.report(23, 1, 1.1, 0, 500));
        logic.take(Surges.report(2323, 1, 1.1, 0, 500));
        logic.take(Surges.report(7547, 2, 2.1, 9_000, 9_500));
        logic.take(Surges.report(5555, 2, 2.1, 9_000, 9_500));
        assertThat(campaigns).hasSize(2);
        List<Told> told = logic.take(Surges.report(80, 3, 3.1, 250, 9_250));

        assertThat(words(told)).containsExactly(Word.MERGED, Word.JOINED);
        assertThat(told.get(0).into()).isEqualTo(told.get(1).campaign().id);
        assertThat(told.get(1).campaign().id).isEqualTo(Finding.id("campaign", "tcp/23", "episode", hour(1)));
        assertThat(told.get(1).of()).hasSize(5);
        assertThat(campaigns).hasSize(1);
    }

    @Test
    void whenAllSurgesAreForgotten_theCampaignIsOver() {
        logic.take(Surges.over(Surges.report(7547, 1, 10, 0, 500)));
        logic.take(Surges.over(Surges.report(5555, 2, 12, 0, 500)));
        logic.take(Surges.over(Surges.report(9999, 2, 12, 7_000, 7_500)));

        assertThat(logic.forget(hour(12 + 71.9))).isEmpty();
        assertThat(members).hasSize(3);
        List<Told> told = logic.forget(hour(12 + 72));
        assertThat(words(told)).containsExactly(Word.END);
        assertThat(told.get(0).campaign().revision).isEqualTo(2);
        assertThat(told.get(0).of()).hasSize(2);
        assertThat(members).isEmpty();
        assertThat(campaigns).isEmpty();
    }

    @Test
    void aSurgeLongAfterTheOther_doesNotBelong() {
        logic.take(Surges.over(Surges.report(7547, 1, 10, 0, 500)));

        assertThat(logic.take(Surges.report(5555, 82, 82.1, 0, 500))).isEmpty();
        assertThat(words(logic.take(Surges.report(2222, 81, 81.9, 0, 500)))).containsExactly(Word.ONSET);
    }

    @Test
    void moreSurgesThanThereIsRoomFor_areCounted() {
        CampaignLogic small = new CampaignLogic(new CampaignRules(0.5, 0.25, 10, 72, 2), members, campaigns);
        small.take(Surges.report(1, 1, 1.1, 0, 100));
        small.take(Surges.report(2, 1, 1.1, 1_000, 1_100));
        assertThat(small.take(Surges.report(3, 1, 1.1, 0, 100))).isEmpty();

        assertThat(small.leftOut()).isEqualTo(1);
        assertThat(members).hasSize(2);
    }
}
