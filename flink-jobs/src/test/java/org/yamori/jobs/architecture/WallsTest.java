package org.yamori.jobs.architecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import java.util.Date;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameStartingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/** What may know what inside the jobs. */
@AnalyzeClasses(packages = "org.yamori.jobs", importOptions = ImportOption.DoNotIncludeTests.class)
class WallsTest {
    private static final String[] ROOMS = {"..jobs.detect..", "..jobs.correlate.."};
    private static final String[] NO_CLOCK = {
        "..jobs.detect..",
        "..jobs.correlate..",
        "..jobs.flow..",
        "..jobs.enrich..",
        "..jobs.topology..",
        "..jobs.config.."
    };
    /** What a room has besides pure code: the thin parts that Flink calls. */
    private static final String THIN = ".*(Function|Pattern|Detector|Options)(\\$.*)?";

    private static final String FLINK = "org.apache.flink..";

    @ArchTest
    static final ArchRule ROOMS_THAT_READ_PACKETS_DO_NOT_KNOW_EACH_OTHER =
            slices().matching("..jobs.detect.(*)..").should().notDependOnEachOther();

    @ArchTest
    static final ArchRule ROOMS_THAT_READ_FINDINGS_DO_NOT_KNOW_EACH_OTHER =
            slices().matching("..jobs.correlate.(*)..").should().notDependOnEachOther();

    @ArchTest
    static final ArchRule ROOMS_OF_BOTH_FLOORS_DO_NOT_KNOW_EACH_OTHER = noClasses()
            .that()
            .resideInAPackage("..jobs.correlate..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("..jobs.detect..")
            .orShould()
            .dependOnClassesThat(resideInAnyPackage("..jobs.sink..", "..jobs.kafka.."));

    @ArchTest
    static final ArchRule ROOMS_THAT_READ_PACKETS_KNOW_NOTHING_OF_THE_FLOOR_ABOVE = noClasses()
            .that()
            .resideInAPackage("..jobs.detect..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("..jobs.correlate..");

    @ArchTest
    static final ArchRule DATA_FLOWS_ONE_WAY = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .withOptionalLayers(true)
            .layer("app")
            .definedBy("..jobs.app..")
            .layer("topology")
            .definedBy("..jobs.topology..")
            .layer("config")
            .definedBy("..jobs.config..")
            .layer("rooms")
            .definedBy(ROOMS)
            .layer("source")
            .definedBy("..jobs.source..")
            .layer("sink")
            .definedBy("..jobs.sink..")
            .layer("kafka")
            .definedBy("..jobs.kafka..")
            .layer("flow")
            .definedBy("..jobs.flow..")
            .layer("enrich")
            .definedBy("..jobs.enrich..")
            .whereLayer("app")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("topology")
            .mayOnlyBeAccessedByLayers("app")
            .whereLayer("config")
            .mayOnlyBeAccessedByLayers("app", "topology")
            .whereLayer("rooms")
            .mayOnlyBeAccessedByLayers("topology", "config")
            .whereLayer("source")
            .mayOnlyBeAccessedByLayers("app", "topology", "config")
            .whereLayer("sink")
            .mayOnlyBeAccessedByLayers("app", "topology", "config", "source")
            .whereLayer("kafka")
            .mayOnlyBeAccessedByLayers("app", "config", "source", "sink", "enrich")
            .whereLayer("flow")
            .mayOnlyBeAccessedByLayers("topology", "rooms", "source")
            .whereLayer("enrich")
            .mayOnlyBeAccessedByLayers("app", "topology", "rooms", "flow", "config", "sink");

    @ArchTest
    static final ArchRule THE_SOURCE_KNOWS_OF_THE_SINK_ONLY_WHAT_A_DEAD_LETTER_IS = noClasses()
            .that()
            .resideInAPackage("..jobs.source..")
            .should()
            .dependOnClassesThat(resideInAnyPackage("..jobs.sink..")
                    .and(com.tngtech.archunit.base.DescribedPredicate.not(simpleNameStartingWith("DeadLetter"))));

    @ArchTest
    static final ArchRule CONFIG_SEES_ONLY_OPTIONS_AND_RULES = noClasses()
            .that()
            .resideInAPackage("..jobs.config..")
            .should()
            .dependOnClassesThat(
                    resideInAnyPackage("..jobs.detect..", "..jobs.correlate..", "..jobs.source..", "..jobs.sink..")
                            .and(com.tngtech.archunit.base.DescribedPredicate.not(
                                    simpleNameEndingWith("Options").or(simpleNameEndingWith("Rules")))));

    @ArchTest
    static final ArchRule WHAT_ROOMS_DECIDE_AND_REMEMBER_KNOWS_NO_FLINK = noClasses()
            .that()
            .resideInAnyPackage(ROOMS)
            .and()
            .haveNameNotMatching(THIN)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(FLINK);

    @ArchTest
    static final ArchRule ENRICHMENT_KNOWS_NO_FLINK = noClasses()
            .that()
            .resideInAPackage("..jobs.enrich..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(FLINK);

    @ArchTest
    static final ArchRule THE_JOBS_KNOW_NEITHER_SENSOR_NOR_CAPTURE =
            noClasses().should().dependOnClassesThat().resideInAnyPackage("org.yamori.sensor..", "com.sun.jna..");

    @ArchTest
    static final ArchRule A_ROOM_HAS_ONE_DOOR = classes()
            .that()
            .resideInAnyPackage(ROOMS)
            .and()
            .haveNameMatching(".*(Function|Pattern|Logic|Documents)")
            .should()
            .bePackagePrivate();

    @ArchTest
    static final ArchRule EVENT_TIME_ONLY = noClasses()
            .that()
            .resideInAnyPackage(NO_CLOCK)
            .should()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(LocalDate.class, "now")
            .orShould()
            .callMethod(LocalDateTime.class, "now")
            .orShould()
            .callMethod(ZonedDateTime.class, "now")
            .orShould()
            .callConstructor(Date.class)
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.time.Clock");

    @ArchTest
    static final ArchRule CHANCE_DECIDES_NOTHING = noClasses()
            .that()
            .resideInAnyPackage(NO_CLOCK)
            .should()
            .dependOnClassesThat()
            .haveNameMatching("java\\.util\\.(Random|SplittableRandom|concurrent\\.ThreadLocalRandom)")
            .orShould()
            .callMethod(Math.class, "random");

    @ArchTest
    static final ArchRule JOBS_ARE_EXECUTED_IN_APP_ONLY = noClasses()
            .that()
            .resideOutsideOfPackage("..jobs.app..")
            .should()
            .callMethod(StreamExecutionEnvironment.class, "execute")
            .orShould()
            .callMethod(StreamExecutionEnvironment.class, "execute", String.class)
            .orShould()
            .callMethod(StreamExecutionEnvironment.class, "executeAsync")
            .orShould()
            .callMethod(StreamExecutionEnvironment.class, "executeAsync", String.class);
}
