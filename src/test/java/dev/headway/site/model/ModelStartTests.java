package dev.headway.site.model;

import java.util.Set;

import dev.headway.site.HeadwayApplication;
import dev.headway.worker.PoolSettings;
import dev.headway.worker.Spares;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/** The message for a user who chooses a model that can't run here. */
@ExtendWith(OutputCaptureExtension.class)
@Timeout(120)
class ModelStartTests {

	@Test
	void unknownModelListsTheValidOnes(CapturedOutput output) {
		assertRefused("--headway.model=threads");
		assertThat(output).contains("The property headway.model has the value 'threads', which is not one of "
				+ "single-thread, thread-per-request, thread-pool, fork-join, async-single-thread, async-multi-thread, "
				+ "virtual-threads.")
			.contains("for example headway.model=thread-pool");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			single-thread      | headway.pool.size             | 8   | thread-pool or headway.model=fork-join
			single-thread      | headway.virtual-threads.limit | 10  | virtual-threads
			thread-per-request | headway.waiting.timeout       | 3s  | single-thread or
			fork-join          | headway.pool.express          | 2   | thread-pool
			async-multi-thread | headway.admission.quick-under | 1ms | thread-pool
			single-thread      | headway.pool.spares           | 2   | thread-pool
			fork-join          | headway.pool.replace-after    | 1s  | thread-pool
			virtual-threads    | headway.waiting.capacity      | 5   | thread-pool
			""")
	void propertyThatTheModelHasNoUseForIsRefused(String model, String property, String value, String others,
			CapturedOutput output) {
		assertRefused("--headway.model=" + model, "--" + property + "=" + value);
		assertThat(output)
			.contains("The property %s is set to '%s', but the model %s has no use for it.".formatted(property, value,
					model))
			.contains("Remove it, or choose a model that uses it: headway.model=" + others)
			.doesNotContain("\tat ");
	}

	@Test
	@EnabledForJreRange(max = JRE.JAVA_20)
	void virtualThreadsNeedANewerJdk(CapturedOutput output) {
		assertRefused("--headway.model=virtual-threads");
		assertThat(output).contains("The model virtual-threads needs JDK 21 or newer, and this is ")
			.contains("Run the server with a newer JDK, or choose another model");
	}

	@ParameterizedTest
	@EnumSource
	void eachModelDescribesItselfInOneSentence(Model model) {
		assertThat(model.threading().description()).matches("[A-Z][^.]+\\.").hasSizeLessThan(120);
		assertThat(model.threading()
			.threads(new ModelSettings(new PoolSettings(4, 1, Spares.NONE, 10), 1000, System.getLogger("test"))))
			.isNotBlank();
		assertThat(model.threading().properties()).isSubsetOf(
				Set.of(PropertyNames.SIZE, PropertyNames.EXPRESS, PropertyNames.SPARES, PropertyNames.REPLACE_AFTER,
						PropertyNames.ADMISSION_MODE, PropertyNames.QUICK_UNDER, PropertyNames.RULES,
						PropertyNames.WAITING_CAPACITY, PropertyNames.WAITING_TIMEOUT, PropertyNames.VIRTUAL_THREADS));
	}

	private static void assertRefused(String... arguments) {
		assertThatException()
			.isThrownBy(() -> SpringApplication.run(HeadwayApplication.class, withAnyPort(arguments)).close());
	}

	private static String[] withAnyPort(String... arguments) {
		String[] all = java.util.Arrays.copyOf(arguments, arguments.length + 1);
		all[arguments.length] = "--server.port=0";
		return all;
	}

}
