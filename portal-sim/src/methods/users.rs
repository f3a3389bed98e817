//! `user.*`, as the scope `user_brief` shows people. Numbers are strings, `ACTIVE` is a real boolean.

use crate::crm::{Start, page_of};
use crate::lock;
use crate::php::{Php, PhpArray, int, php, text, truthy};
use crate::portal::User;
use crate::rest::{Outcome, Reply, Session};

pub(super) fn admin(session: &mut Session, _: &PhpArray) -> Outcome {
    Ok(lock(&session.portal.core.data).acting(session.access.user_id).admin.into())
}

pub(super) fn current(session: &mut Session, _: &PhpArray) -> Outcome {
    Ok(shown(&lock(&session.portal.core.data).acting(session.access.user_id)).into())
}

/// `user.get` and `user.search`: filters stand under `FILTER` or at the top.
pub(super) fn get(session: &mut Session, params: &PhpArray) -> Outcome {
    let nested = ["FILTER", "filter"].iter().find_map(|name| params.get(name)).and_then(Php::as_array);
    let filter = nested.unwrap_or(params);
    let data = lock(&session.portal.core.data);
    let found = data.users.values().filter(|user| matches(user, filter)).collect();
    let page = page_of(found, Start::parse(params));
    let rows = Php::list(page.rows.into_iter().map(shown));
    Ok(Reply { result: rows, next: page.next, total: Some(page.total) })
}

fn matches(user: &User, filter: &PhpArray) -> bool {
    filter.iter().all(|(key, value)| match key {
        "ID" | "@ID" => any(value, |id| u64::try_from(int(id)) == Ok(user.id)),
        "ACTIVE" => truthy(value) == user.active,
        "NAME" => any(value, |name| text(name).eq_ignore_ascii_case(&user.name)),
        "LAST_NAME" => any(value, |name| text(name).eq_ignore_ascii_case(&user.last_name)),
        _ => true,
    })
}

fn any(value: &Php, test: impl Fn(&Php) -> bool) -> bool {
    match value {
        Php::Array(list) => list.is_empty() || list.values().any(test),
        single => test(single),
    }
}

fn shown(user: &User) -> Php {
    php! {
        "ID" => user.id.to_string(),
        "ACTIVE" => user.active,
        "NAME" => user.name.as_str(),
        "LAST_NAME" => user.last_name.as_str(),
        "SECOND_NAME" => "",
        "PERSONAL_GENDER" => "",
        "WORK_POSITION" => "",
        "USER_TYPE" => "employee",
    }
}
