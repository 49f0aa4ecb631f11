package dev.headway.autoconfigure;

import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class BodyPropertiesTests {

	@Test
	void defaults() {
		BodyProperties properties = bind(Map.of());
		assertThat(properties.maxSize()).isEqualTo(DataSize.ofKilobytes(64));
		assertThat(properties.maxTotal()).isEqualTo(DataSize.ofMegabytes(32));
		assertThat(properties.timeout()).isEqualTo(Duration.ofSeconds(20));
	}

	@ParameterizedTest
	@CsvSource({ "max-size, 0", "max-size, 256MB", "max-total, 0", "timeout, 1ms" })
	void takesWhatMakesSense(String name, String value) {
		assertThat(bind(Map.of("headway.bodies." + name, value))).isNotNull();
	}

	@ParameterizedTest
	@CsvSource({ "max-size, -1", "max-size, 257MB", "max-total, -1B", "timeout, 0", "timeout, -1s" })
	void refusesWhatMakesNone(String name, String value) {
		String property = "headway.bodies." + name;
		assertThatExceptionOfType(BindException.class).isThrownBy(() -> bind(Map.of(property, value)))
			.havingRootCause()
			.isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class,
					(failure) -> assertThat(failure.getName()).isEqualTo(property));
	}

	@ParameterizedTest
	@CsvSource({ "64MB, 8MB", "256MB, 32MB", "1GB, 32MB" })
	void bodiesTakeASmallPartOfTheHeap(DataSize heap, DataSize budget) {
		assertThat(bind(Map.of()).budget(heap.toBytes())).isEqualTo(budget.toBytes());
	}

	private static BodyProperties bind(Map<String, String> values) {
		return new Binder(new MapConfigurationPropertySource(values)).bindOrCreate("headway.bodies",
				BodyProperties.class);
	}

}
