//! `im.notify.system.add`: a notice from the application to a user. A notice with the same tag replaces the earlier one
//! (`b24restdocs api-reference/chats/notifications/im-notify-system-add.md`).

use super::context::{Context, Outcome};
use super::error::RestError;
use crate::php::{PhpArray, int, text};
use crate::world::Notice;

pub(super) fn add(context: &mut Context<'_>, params: &PhpArray) -> Outcome {
    let user = params.get("USER_ID").or_else(|| params.get("TO")).map_or(0, int);
    let Ok(user_id @ 1..) = u64::try_from(user) else {
        return Err(RestError::new(400, "USER_ID_EMPTY", "User ID can't be empty"));
    };
    let message = params.get("MESSAGE").map(text).unwrap_or_default();
    if message.trim().is_empty() {
        return Err(RestError::new(400, "MESSAGE_EMPTY", "Message can't be empty"));
    }
    let tag = params.get("TAG").map(text).filter(|tag| !tag.is_empty());
    let sender = context.caller.user_id;
    let mut data = context.data();
    if tag.is_some() {
        data.notices.retain(|notice| notice.tag != tag || notice.user_id != user_id);
    }
    data.notices_sent += 1;
    let id = data.notices_sent;
    data.notices.push(Notice { id, user_id, sender, message, tag });
    Ok(id.into())
}
