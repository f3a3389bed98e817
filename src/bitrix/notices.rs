//! Notices of the app to a user in the portal (b24restdocs api-reference/chats/notifications).

use serde_json::{Value, json};

use super::error::RestError;
use super::http::CallTimeout;
use super::lenient;
use super::rest::{Caller, Params, RestClient};
use crate::domain::ids::UserId;

/// The scope that notices need.
pub const SCOPE: &str = "im";

/// Sends a notice to a user. A later notice with the same tag replaces the earlier one.
///
/// # Errors
/// See [`RestError`].
pub async fn send(
    rest: &RestClient,
    caller: &Caller,
    user: UserId,
    tag: &str,
    message: &str,
) -> Result<(), RestError> {
    let params = json!({"USER_ID": user.get(), "MESSAGE": message, "TAG": tag});
    let Value::Object(params) = params else { return Ok(()) };
    rest.call(caller, "im.notify.system.add", params, CallTimeout::Read).await.map(drop)
}

/// The app's code on the portal: the last part of the addresses that lead to the app. `None` when the portal names
/// none, or one that must not be part of an address (b24restdocs api-reference/common/system/app-info.md,
/// api-reference/widgets/universal/app-url.md).
///
/// # Errors
/// See [`RestError`].
pub async fn app_code(rest: &RestClient, caller: &Caller) -> Result<Option<String>, RestError> {
    const LONGEST: usize = 100;
    let answer = rest.call(caller, "app.info", Params::new(), CallTimeout::Read).await?;
    let is_code = |code: &str| {
        (1..=LONGEST).contains(&code.len())
            && code.starts_with(|first: char| first.is_ascii_alphanumeric())
            && code.chars().all(|one| one.is_ascii_alphanumeric() || matches!(one, '.' | '_' | '-'))
    };
    Ok(lenient::text(answer.result.get("CODE")).filter(|code| is_code(code)))
}
