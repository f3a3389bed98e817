//! `user.*` with the fields that the scope `user_brief` shows. Numbers are strings, `ACTIVE` is a boolean.

use super::context::{Context, Outcome, Reply};
use crate::crm::{Start, page_of};
use crate::php::{Php, PhpArray, int, php, text, truthy};
use crate::world::User;

pub(super) fn admin(context: &mut Context<'_>, _: &PhpArray) -> Outcome {
    Ok(context.user(&context.data()).admin.into())
}

pub(super) fn current(context: &mut Context<'_>, _: &PhpArray) -> Outcome {
    Ok(printed(&context.user(&context.data())).into())
}

/// `user.get`: the filter is in `FILTER` or among the parameters.
pub(super) fn get(context: &mut Context<'_>, params: &PhpArray) -> Outcome {
    let filter = filter_of(params);
    list(context, params, |user| matches(user, filter))
}

/// `user.search`: like `user.get`; `FIND` compares the beginnings of all names.
pub(super) fn search(context: &mut Context<'_>, params: &PhpArray) -> Outcome {
    let filter = filter_of(params);
    let Some(search) = filter.get("FIND").map(text).filter(|search| !search.is_empty()) else {
        return list(context, params, |user| matches(user, filter));
    };
    let words: Vec<String> = search.to_lowercase().split_whitespace().map(str::to_owned).collect();
    list(context, params, |user| {
        let names = [user.name.to_lowercase(), user.last_name.to_lowercase()];
        words.iter().all(|word| names.iter().any(|name| name.starts_with(word)))
    })
}

fn filter_of(params: &PhpArray) -> &PhpArray {
    let nested = ["FILTER", "filter"].iter().find_map(|name| params.get(name)).and_then(Php::as_array);
    nested.unwrap_or(params)
}

fn list(context: &Context<'_>, params: &PhpArray, fits: impl Fn(&User) -> bool) -> Outcome {
    let data = context.data();
    let mut found: Vec<&User> = data.users.values().filter(|user| fits(user)).collect();
    let order = ["ORDER", "order"].iter().find_map(|name| params.get(name)).map(text);
    if order.is_some_and(|order| order.eq_ignore_ascii_case("desc")) {
        found.reverse();
    }
    let page = page_of(found, Start::parse(params));
    let rows = Php::list(page.rows.into_iter().map(printed));
    Ok(Reply { result: rows, next: page.next, total: Some(page.total) })
}

fn matches(user: &User, filter: &PhpArray) -> bool {
    filter.iter().all(|(key, value)| match key {
        "ID" | "@ID" => any(value, |id| u64::try_from(int(id)) == Ok(user.id)),
        "ACTIVE" => truthy(value) == user.active,
        "NAME" => any(value, |name| like(&text(name), &user.name)),
        "LAST_NAME" => any(value, |name| like(&text(name), &user.last_name)),
        _ => true,
    })
}

/// Compares a name with a pattern. `%` at its beginning or end stands for any text.
fn like(pattern: &str, name: &str) -> bool {
    let (pattern, name) = (pattern.to_lowercase(), name.to_lowercase());
    match (pattern.strip_prefix('%'), pattern.strip_suffix('%')) {
        (Some(inner), Some(_)) => name.contains(inner.trim_end_matches('%')),
        (None, Some(start)) => name.starts_with(start),
        (Some(end), None) => name.ends_with(end),
        (None, None) => name == pattern,
    }
}

fn any(value: &Php, test: impl Fn(&Php) -> bool) -> bool {
    match value {
        Php::Array(list) => list.is_empty() || list.values().any(test),
        single => test(single),
    }
}

fn printed(user: &User) -> Php {
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
