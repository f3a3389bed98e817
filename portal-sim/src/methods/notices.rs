//! `im.notify.system.add`: a message from the application to a user. One with the same tag takes the place of the earlier one
//! (b24restdocs api-reference/chats/notifications/im-notify-system-add.md).

use crate::lock;
use crate::php::{PhpArray, int, text};
use crate::portal::Notice;
use crate::rest::{Outcome, RestError, Session};

pub(super) fn add(session: &mut Session, params: &PhpArray) -> Outcome {
    let user = params.get("USER_ID").or_else(|| params.get("TO")).map_or(0, int);
    let Ok(user_id @ 1..) = u64::try_from(user) else {
        return Err(RestError::new(400, "USER_ID_EMPTY", "User ID can't be empty"));
    };
    let said = params.get("MESSAGE").map(text).unwrap_or_default();
    if said.trim().is_empty() {
        return Err(RestError::new(400, "MESSAGE_EMPTY", "Message can't be empty"));
    }
    let tag = params.get("TAG").map(text).filter(|tag| !tag.is_empty());
    let sender = session.access.user_id;
    let mut data = lock(&session.portal.core.data);
    if tag.is_some() {
        data.notices.retain(|notice| notice.tag != tag || notice.user_id != user_id);
    }
    data.notices_sent += 1;
    let id = data.notices_sent;
    data.notices.push(Notice { id, user_id, sender, message: said, tag });
    Ok(id.into())
}
