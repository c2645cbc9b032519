package org.yamori.cli.up;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.yamori.cli.servers.Launch;

/** The page that shows what is found, and those about alerts. */
final class PagePart implements Part {
    static final String NAME = "page";

    private final Home home;
    private final Addresses addresses;

    PagePart(Home home, Addresses addresses) {
        this.home = home;
        this.addresses = addresses;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<String> needs() {
        return List.of(ElasticsearchPart.NAME);
    }

    @Override
    public String address() {
        return addresses.pageUrl();
    }

    @Override
    public Launch prepare(Path log) throws IOException {
        Folders.empty(home.temporary(NAME));
        return OwnCommand.launch(
                NAME,
                List.of("-Xmx192m", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError"),
                List.of(
                        UpRun.PAGE_COMMAND,
                        "--elasticsearch",
                        addresses.elasticsearchUrl(),
                        "--port",
                        String.valueOf(addresses.page()),
                        "--pages",
                        home.alertPages().toString(),
                        "--brokers",
                        addresses.bootstrapServers()),
                home.temporary(NAME));
    }

    @Override
    public boolean isReady() {
        return Loopback.answers(addresses.pageUrl() + "/");
    }
}
