package dev.headway.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * A class of tests that takes long, mostly because it waits for the server's own times,
 * or starts many. CI runs it; elsewhere it is skipped without {@code -Dlong.tests=true}.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@EnabledIfSystemProperty(named = "long.tests", matches = "true",
		disabledReason = "takes long: CI runs it, and -Dlong.tests=true")
public @interface LongTest {

}
