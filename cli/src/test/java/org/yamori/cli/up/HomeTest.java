package org.yamori.cli.up;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class HomeTest {
    @TempDir
    private Path folder;

    @Test
    void home_isWhatWasNamed_elseOfTheEnvironment_elseInTheUsersOwn() {
        Map<String, String> environment = Map.of("YAMORI_HOME", "/data/yamori", "HOME", "/home/mia");
        assertThat(Home.of(Path.of("/x/../y"), environment).folder()).isEqualTo(Path.of("/y"));
        assertThat(Home.of(null, environment).folder()).isEqualTo(Path.of("/data/yamori"));
        assertThat(Home.of(null, Map.of("HOME", "/home/mia", "YAMORI_HOME", "")).folder())
                .isEqualTo(Path.of("/home/mia/.yamori"));
    }

    @Test
    void pagesOfAlerts_areInAFolderOfTheirOwn() {
        assertThat(new Home(Path.of("/data/yamori")).alertPages()).isEqualTo(Path.of("/data/yamori/alert-pages"));
    }

    @Test
    void partsWithALog_areListedByName_withoutOlderWords() throws Exception {
        Home home = new Home(folder);
        assertThat(home.logged()).isEmpty();
        Files.createDirectories(folder.resolve("logs"));
        Files.writeString(home.log("kafka"), "");
        Files.writeString(home.log("detect"), "");
        Files.writeString(new PartLog(home.log("detect")).before(), "");
        assertThat(home.logged()).containsExactly("detect", "kafka");
    }

    @Test
    void countryDatabase_isFoundWhereverItWasUnpacked() throws Exception {
        Home home = new Home(folder);
        assertThat(home.countries()).isEmpty();
        Path deep = Files.createDirectories(folder.resolve("geo/node_modules/a"));
        Path database = Files.writeString(deep.resolve("country.mmdb"), "");
        assertThat(home.countries()).hasValue(database);
    }
}
