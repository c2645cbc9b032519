package org.yamori.cli;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

/** Arrows between the modules point one way: wire to sensor, jobs and boards, everything to the command. */
@AnalyzeClasses(packages = "org.yamori", importOptions = ImportOption.DoNotIncludeTests.class)
class ModuleArrowsTest {
    private static final String WIRE = "org.yamori.wire..";
    private static final String SENSOR = "org.yamori.sensor..";
    private static final String JOBS = "org.yamori.jobs..";
    private static final String BOARDS = "org.yamori.kibana..";
    private static final String CONSOLE = "org.yamori.console..";
    private static final String[] WEB_SERVER = {"io.javalin..", "org.eclipse.jetty.."};
    private static final String COMMAND = "org.yamori.cli..";
    private static final String FLINK = "org.apache.flink..";
    private static final String KAFKA = "org.apache.kafka..";
    private static final String NATIVE = "com.sun.jna..";

    @ArchTest
    static final ArchRule WIRE_KNOWS_NOBODY = noClasses()
            .that()
            .resideInAPackage(WIRE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(SENSOR, JOBS, BOARDS, CONSOLE, COMMAND, FLINK, KAFKA, NATIVE);

    @ArchTest
    static final ArchRule SENSORS_KNOW_ONLY_WIRE = noClasses()
            .that()
            .resideInAPackage(SENSOR)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(JOBS, BOARDS, CONSOLE, COMMAND, FLINK);

    @ArchTest
    static final ArchRule JOBS_KNOW_ONLY_WIRE = noClasses()
            .that()
            .resideInAPackage(JOBS)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(SENSOR, BOARDS, CONSOLE, COMMAND, NATIVE);

    @ArchTest
    static final ArchRule BOARDS_KNOW_ONLY_WIRE = noClasses()
            .that()
            .resideInAPackage(BOARDS)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(SENSOR, JOBS, CONSOLE, COMMAND, FLINK, KAFKA, NATIVE);

    @ArchTest
    static final ArchRule CONSOLE_KNOWS_ONLY_WIRE = noClasses()
            .that()
            .resideInAPackage(CONSOLE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(SENSOR, JOBS, BOARDS, COMMAND, FLINK, KAFKA, NATIVE);

    @ArchTest
    static final ArchRule WEB_SERVER_STAYS_IN_THE_CONSOLE = noClasses()
            .that()
            .resideOutsideOfPackage(CONSOLE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(WEB_SERVER);

    @ArchTest
    static final ArchRule PAGES_ARE_DRAWN_BY_THE_CONSOLE_AND_FOR_MAILS = noClasses()
            .that()
            .resideOutsideOfPackages(CONSOLE, "org.yamori.jobs.sink.mail..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("gg.jte..");

    @ArchTest
    static final ArchRule NATIVE_CODE_STAYS_WHERE_PACKETS_ARRIVE = noClasses()
            .that()
            .resideOutsideOfPackage("org.yamori.sensor.live..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(NATIVE);
}
