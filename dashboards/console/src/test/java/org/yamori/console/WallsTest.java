package org.yamori.console;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures;

/**
 * Inside the console arrows point to what is shown and what is answered: the index answers with it, the page draws it,
 * the server serves it.
 */
@AnalyzeClasses(packages = "org.yamori.console", importOptions = ImportOption.DoNotIncludeTests.class)
class WallsTest {
    @ArchTest
    static final ArchRule ARROWS_POINT_TO_THE_OVERVIEW = Architectures.layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("server")
            .definedBy("org.yamori.console")
            .layer("templates")
            .definedBy("org.yamori.console.templates..")
            .layer("page")
            .definedBy("org.yamori.console.page..")
            .layer("index")
            .definedBy("org.yamori.console.index..")
            .layer("overview")
            .definedBy("org.yamori.console.overview..")
            .layer("alerts")
            .definedBy("org.yamori.console.alerts..")
            .whereLayer("server")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("templates")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("index")
            .mayOnlyBeAccessedByLayers("server")
            .whereLayer("page")
            .mayOnlyBeAccessedByLayers("server", "templates")
            .whereLayer("overview")
            .mayOnlyBeAccessedByLayers("server", "templates", "page", "index")
            .whereLayer("alerts")
            .mayOnlyBeAccessedByLayers("server", "templates", "page");
}
