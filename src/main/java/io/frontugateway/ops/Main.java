package io.frontugateway.ops;

import io.frontugateway.catalogue.CatalogueLoader;
import io.quarkus.bootstrap.logging.InitialConfigurator;
import io.quarkus.runtime.ApplicationLifecycleManager;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.Optional;
import java.util.logging.Handler;
import org.jspecify.annotations.Nullable;

/** Starts the gateway, and says in plain lines why it does not start. */
@QuarkusMain
public final class Main {
    private Main() {}

    /**
     * Runs the gateway until it is told to stop.
     *
     * @param args none; or {@code health}, which asks the running gateway whether it is ready and exits with 0 if so
     */
    public static void main(String... args) {
        if (args.length == 1 && args[0].equals("health")) {
            System.exit(HealthProbe.run());
        }
        leaveUrisToTheGateway();
        readTheCatalogueMeanwhile();
        Quarkus.run(null, Main::exit, args);
    }

    /** It is a tenth of the start, and waits for nothing that the framework sets up; the settings' checks find it ready. */
    private static void readTheCatalogueMeanwhile() {
        var reading = new Thread(() -> CatalogueLoader.load(Optional::empty), "catalogue");
        reading.setDaemon(true);
        reading.start();
    }

    /** The framework answers a broken percent-encoding with nothing; the gateway answers it with a problem. */
    private static void leaveUrisToTheGateway() {
        System.setProperty("vertx.disableURIValidation", "true");
    }

    private static void exit(int code, @Nullable Throwable failure) {
        if (failure != null) {
            keepQuietBeforeLoggingIsSetUp();
            StartFailure.lines(failure).forEach(System.err::println);
        }
        ApplicationLifecycleManager.getDefaultExitCodeHandler().accept(code, failure);
    }

    /** Else the framework would spill what it has kept for a log that never came up, around the lines that matter. */
    private static void keepQuietBeforeLoggingIsSetUp() {
        if (!InitialConfigurator.DELAYED_HANDLER.isActivated()) {
            InitialConfigurator.DELAYED_HANDLER.setHandlers(new Handler[0]);
        }
    }
}
