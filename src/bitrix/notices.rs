//! Messages from the app to a user, in the portal's own notices (b24restdocs api-reference/chats/notifications).

use serde_json::{Value, json};

use super::error::RestError;
use super::http::CallTimeout;
use super::rest::{Caller, RestClient};
use crate::domain::ids::UserId;

/// Without this scope nobody can be told anything.
pub const SCOPE: &str = "im";

/// Tells a user something. A later message with the same tag takes the place of the earlier one.
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
