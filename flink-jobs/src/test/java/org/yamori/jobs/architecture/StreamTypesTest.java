package org.yamori.jobs.architecture;

import java.util.stream.Stream;
import org.apache.flink.types.PojoTestUtils;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yamori.jobs.correlate.campaign.Campaign;
import org.yamori.jobs.correlate.campaign.Member;
import org.yamori.jobs.detect.backscatter.StormShare;
import org.yamori.jobs.detect.backscatter.StormState;
import org.yamori.jobs.detect.fingerprint.FingerprintPartial;
import org.yamori.jobs.detect.fingerprint.VersionDay;
import org.yamori.jobs.detect.fingerprint.VersionPast;
import org.yamori.jobs.detect.sensor.SensorState;
import org.yamori.jobs.detect.surge.PastSurge;
import org.yamori.jobs.detect.surge.ScoredMinute;
import org.yamori.jobs.detect.surge.SurgeCard;
import org.yamori.jobs.detect.surge.SurgePartial;
import org.yamori.jobs.detect.surge.Turn;
import org.yamori.jobs.detect.traffic.TrafficPartial;
import org.yamori.jobs.flow.BlockFact;
import org.yamori.jobs.flow.LabelledSlice;
import org.yamori.jobs.flow.SensorCoverage;
import org.yamori.jobs.flow.Slice;
import org.yamori.jobs.flow.StormLabel;
import org.yamori.jobs.flow.SurgeReport;
import org.yamori.jobs.sink.DeadLetter;
import org.yamori.jobs.sink.Document;
import org.yamori.jobs.sink.ReceivedRecord;
import org.yamori.jobs.sink.Unseen;
import org.yamori.jobs.sink.mail.Attempts;
import org.yamori.jobs.sink.mail.CaseMail;
import org.yamori.jobs.sink.mail.DigestCounts;
import org.yamori.jobs.sink.mail.DigestLine;
import org.yamori.jobs.sink.mail.Flood;
import org.yamori.jobs.sink.mail.Letter;
import org.yamori.jobs.sink.mail.Notice;
import org.yamori.jobs.sink.mail.OrganisationAlert;
import org.yamori.jobs.sink.mail.Request;
import org.yamori.jobs.source.Arrival;
import org.yamori.wire.Finding;

/** Everything that crosses an edge or lies in state is written field by field; nothing falls back to Kryo. */
class StreamTypesTest {
    static Stream<Class<?>> typesOnEdgesAndInState() throws ClassNotFoundException {
        return Stream.of(
                Arrival.class,
                Slice.class,
                LabelledSlice.class,
                BlockFact.class,
                SensorCoverage.class,
                TrafficPartial.class,
                SurgePartial.class,
                ScoredMinute.class,
                Turn.class,
                SurgeCard.class,
                PastSurge.class,
                SurgeReport.class,
                Member.class,
                Campaign.class,
                FingerprintPartial.class,
                VersionDay.class,
                VersionPast.class,
                StormLabel.class,
                StormShare.class,
                StormState.class,
                StormState.Usual.class,
                StormState.Storm.class,
                StormState.Verdict.class,
                Finding.class,
                DeadLetter.class,
                SensorState.class,
                SensorState.PartitionState.class,
                SensorState.Gap.class,
                SensorState.MinuteCounts.class,
                Class.forName("org.yamori.jobs.source.Intake$SeenBlocks"),
                Document.class,
                ReceivedRecord.class,
                Unseen.Newest.class,
                OrganisationAlert.class,
                Request.class,
                CaseMail.class,
                Flood.class,
                Notice.class,
                Notice.Rolling.class,
                DigestCounts.class,
                DigestLine.class,
                Letter.class,
                Letter.Content.class,
                Attempts.class);
    }

    @ParameterizedTest
    @MethodSource("typesOnEdgesAndInState")
    void type_isWrittenWithoutKryo(Class<?> type) {
        PojoTestUtils.assertSerializedAsPojoWithoutKryo(type);
    }
}
