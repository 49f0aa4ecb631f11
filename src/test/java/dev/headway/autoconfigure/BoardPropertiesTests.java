package dev.headway.autoconfigure;

import java.util.List;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class BoardPropertiesTests {

	@ParameterizedTest
	@ValueSource(strings = { "", "*", "http://board.example.com", "board.example.com:443", "board.example.com/x", "a b",
			"*.example.com", ".example.com" })
	void whatIsNoHostNameIsRefusedAtStart(String host) {
		assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
			.isThrownBy(() -> new BoardProperties(List.of(host)))
			.withMessageContaining("headway.board.allowed-hosts=board.example.com");
	}

}
