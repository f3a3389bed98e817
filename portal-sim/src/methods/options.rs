//! `app.option.*`, which only administrators may set, and `user.option.*`, which each user has separately.

use super::context::{Context, Outcome};
use super::error::RestError;
use crate::php::{Php, PhpArray, text};

pub(super) fn get_app(context: &mut Context<'_>, params: &PhpArray) -> Outcome {
    Ok(pick(&context.data().app.options, params).into())
}

pub(super) fn set_app(context: &mut Context<'_>, params: &PhpArray) -> Outcome {
    let given = given(params)?;
    let mut data = context.data();
    if !context.user(&data).admin {
        return Err(RestError::forbidden());
    }
    merge(&mut data.app.options, given);
    Ok(true.into())
}

pub(super) fn get_user(context: &mut Context<'_>, params: &PhpArray) -> Outcome {
    let data = context.data();
    let held = data.app.user_options.get(&context.caller.user_id).cloned().unwrap_or_default();
    Ok(pick(&held, params).into())
}

pub(super) fn set_user(context: &mut Context<'_>, params: &PhpArray) -> Outcome {
    let given = given(params)?;
    let mut data = context.data();
    merge(data.app.user_options.entry(context.caller.user_id).or_default(), given);
    Ok(true.into())
}

fn given(params: &PhpArray) -> Result<&PhpArray, RestError> {
    let options = params.get("options").and_then(Php::as_array).filter(|options| !options.is_empty());
    options.ok_or_else(|| RestError::argument("options", "Argument 'options' must be array"))
}

fn pick(held: &PhpArray, params: &PhpArray) -> Php {
    match params.get("option").map(text).filter(|name| !name.is_empty()) {
        Some(name) => held.get(&name).cloned().unwrap_or_else(|| "".into()),
        None => Php::Array(held.clone()),
    }
}

fn merge(held: &mut PhpArray, given: &PhpArray) {
    for (name, value) in given.iter() {
        held.set(name, value.clone());
    }
}
