//! Reading the parameters of a call.

use super::error::RestError;
use crate::php::{Php, PhpArray, int, text};

/// The parameter with this name in lower or in upper case.
pub(super) fn either_case<'a>(params: &'a PhpArray, name: &str) -> Option<&'a Php> {
    params.get(name).or_else(|| params.get(&name.to_uppercase()))
}

/// The number in `ID` or `id`, cast as PHP does; 0 without one.
pub(super) fn id(params: &PhpArray) -> i64 {
    params.get("ID").or_else(|| params.get("id")).map_or(0, int)
}

/// The number in `ID` or `id`, if it is positive.
pub(super) fn positive_id(params: &PhpArray) -> Option<u64> {
    u64::try_from(id(params)).ok().filter(|id| *id > 0)
}

/// The number in this parameter, cast as PHP does; 0 if it is missing or negative.
pub(super) fn number(params: &PhpArray, name: &str) -> u64 {
    u64::try_from(params.get(name).map_or(0, int)).unwrap_or_default()
}

/// The text of a required parameter.
pub(super) fn required(params: &PhpArray, name: &str) -> Result<String, RestError> {
    let value = either_case(params, name).map(text).unwrap_or_default();
    if value.is_empty() {
        return Err(RestError::argument(name, &format!("Argument '{name}' is null or empty")));
    }
    Ok(value)
}

/// Checks the address of a handler. Its host must contain a dot, so `localhost` is refused
/// (`yuliai/bitrix-modules rest/lib/handlerhelper.php`).
pub(super) fn check_handler_url(handler: &str) -> Result<(), RestError> {
    let wrong = || RestError::new(400, "ERROR_WRONG_HANDLER_URL", "Wrong handler URL");
    let url = url::Url::parse(handler).ok().ok_or_else(wrong)?;
    if !["http", "https"].contains(&url.scheme()) {
        return Err(RestError::new(400, "ERROR_UNSUPPORTED_PROTOCOL", "Unsupported event handler protocol"));
    }
    if url.host_str().is_some_and(|host| host.contains('.')) { Ok(()) } else { Err(wrong()) }
}
