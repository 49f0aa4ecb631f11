package dev.headway.autoconfigure;

import java.util.List;
import java.util.regex.Pattern;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * The properties of the endpoint {@code workers} and its board.
 *
 * @param allowedHosts host names by which the endpoint may be called, in addition to
 * localhost, addresses and the name of the configured listen address; without scheme or
 * port
 */
@ConfigurationProperties("headway.board")
record BoardProperties(@DefaultValue List<String> allowedHosts) {

	private static final Pattern HOST_NAME = Pattern.compile("[\\w-]+(\\.[\\w-]+)*\\.?");

	BoardProperties {
		allowedHosts = List.copyOf(allowedHosts);
		for (String host : allowedHosts) {
			if (!HOST_NAME.matcher(host).matches()) {
				throw new InvalidConfigurationPropertyValueException("headway.board.allowed-hosts", host,
						"must be host names without scheme or port, for example headway.board.allowed-hosts=board.example.com");
			}
		}
	}

}
