package bench;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Spring Cloud Gateway, configured by its application.yaml. */
@SpringBootApplication
public class SpringCache {
    public static void main(String[] arguments) {
        SpringApplication.run(SpringCache.class, arguments);
    }
}
