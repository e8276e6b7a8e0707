package io.frontugateway;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.frontugateway", importOptions = DoNotIncludeTests.class)
class RoomsTest {
    private static final String BASE = "io.frontugateway.";

    @ArchTest
    static final ArchRule problem_knowsNoRoom = room("problem").because("every room names problems");

    @ArchTest
    static final ArchRule redis_knowsNoRoom = room("redis").because("it is a way to the store and knows no use of it");

    @ArchTest
    static final ArchRule clients_knowProblemsOnly = room("clients", "problem").because("who calls is asked first");

    @ArchTest
    static final ArchRule catalogue_knowsProblemsOnly =
            room("catalogue", "problem").because("it is data, and everything else asks it");

    @ArchTest
    static final ArchRule upstream_knowsNoUse =
            room("upstream", "problem", "catalogue").because("steps to Frontu serve reads and writes alike");

    @ArchTest
    static final ArchRule quota_knowsWhatItGrants = room("quota", "upstream", "clients", "redis", "problem")
            .because("the ledger counts slots, whatever they are used for");

    @ArchTest
    static final ArchRule reads_knowNoHttp = room("reads", "upstream", "catalogue", "problem")
            .because("what a read asks does not depend on who asks for it");

    @ArchTest
    static final ArchRule cache_knowsReadsAndNoHttp = room(
                    "cache", "reads", "upstream", "catalogue", "redis", "problem")
            .because("freshness does not depend on how a request spells it");

    @ArchTest
    static final ArchRule queue_knowsNoHttp = room("queue", "upstream", "reads", "catalogue", "redis", "problem")
            .because("a write is sent long after the request that brought it is over");

    @ArchTest
    static final ArchRule writes_decideOnTheRequestAlone = room("writes", "queue", "catalogue", "problem")
            .because("what a write means is asked neither of Redis nor of Frontu");

    @ArchTest
    static final ArchRule history_knowsWhatIsSent = room("history", "upstream", "redis", "problem")
            .because("it reads the meters of the other rooms, so that these need not know of it");

    @ArchTest
    static final ArchRule simulator_knowsNothingOfTheGateway =
            room("simulator").because("a Frontu that shares code with the gateway shares its errors");

    @ArchTest
    static final ArchRule noRoom_looksAtOps = noClasses()
            .that()
            .resideOutsideOfPackage(BASE + "ops..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(BASE + "ops..")
            .because("ops looks at rooms, not the other way round");

    @ArchTest
    static final ArchRule onlyFrontu_sendsRequests = noClasses()
            .that()
            .resideOutsideOfPackage(BASE + "upstream.frontu..")
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("io.vertx.core.http.HttpClient")
            .because("only code that holds a slot may send");

    /** A room, and the rooms that it may know. */
    private static ArchRule room(String name, String... known) {
        var allowed = new String[known.length + 1];
        allowed[0] = BASE + name + "..";
        for (int i = 0; i < known.length; i++) {
            allowed[i + 1] = BASE + known[i] + "..";
        }
        return noClasses()
                .that()
                .resideInAPackage(BASE + name + "..")
                .should()
                .dependOnClassesThat(resideInAnyPackage("io.frontugateway..")
                        .and(com.tngtech.archunit.base.DescribedPredicate.not(resideInAnyPackage(allowed))));
    }
}
