package io.frontugateway.ops;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import java.util.Set;
import java.util.TreeSet;
import org.jboss.logging.Logger;

/**
 * Names the environment variables that look like settings and are none. A warning and no fault, since Kubernetes sets such
 * variables for every service ({@code GATEWAY_PORT}).
 */
class VariableWarnings {
    private static final Logger LOG = Logger.getLogger(VariableWarnings.class);

    void warn(@Observes StartupEvent event) {
        var unknown = unknown(System.getenv().keySet(), new SettingNames());
        unknown.forEach(
                variable -> LOG.warnf("The environment variable %s sets nothing: no setting has that name", variable));
    }

    static Set<String> unknown(Set<String> variables, SettingNames names) {
        var unknown = new TreeSet<String>();
        for (var variable : variables) {
            if (variable.startsWith("GATEWAY_") && !names.knowsVariable(variable)) {
                unknown.add(variable);
            }
        }
        return unknown;
    }
}
