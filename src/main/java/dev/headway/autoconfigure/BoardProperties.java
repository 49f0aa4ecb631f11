package dev.headway.autoconfigure;

import java.util.List;
import java.util.regex.Pattern;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * What can be set about the endpoint {@code workers} and its board.
 *
 * @param allowedHosts names by which it may be called, beside localhost, addresses and
 * the name that the server is told to listen on; without scheme or port
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
