//! `app.option.*`, which only administrators may set, and `user.option.*`, which each user has separately.

use super::context::{Context, Outcome};
use super::error::RestError;
use crate::php::{Php, PhpArray, text};

pub(super) fn get_app(context: &mut Context<'_>, params: &PhpArray) -> Outcome {
    Ok(pick(&context.data().app.options, params).into())
}

pub(super) fn set_app(context: &mut Context<'_>, params: &PhpArray) -> Outcome {
    let options = read_options(params)?;
    let mut data = context.data();
    if !context.user(&data).admin {
        return Err(RestError::forbidden());
    }
    merge(&mut data.app.options, options);
    Ok(true.into())
}

pub(super) fn get_user(context: &mut Context<'_>, params: &PhpArray) -> Outcome {
    let data = context.data();
    let stored = data.app.user_options.get(&context.caller.user_id).cloned().unwrap_or_default();
    Ok(pick(&stored, params).into())
}

pub(super) fn set_user(context: &mut Context<'_>, params: &PhpArray) -> Outcome {
    let options = read_options(params)?;
    let mut data = context.data();
    merge(data.app.user_options.entry(context.caller.user_id).or_default(), options);
    Ok(true.into())
}

/// The options to set.
fn read_options(params: &PhpArray) -> Result<&PhpArray, RestError> {
    let options = params.get("options").and_then(Php::as_array).filter(|options| !options.is_empty());
    options.ok_or_else(|| RestError::argument("options", "Argument 'options' must be array"))
}

/// One option or all of them.
fn pick(stored: &PhpArray, params: &PhpArray) -> Php {
    match params.get("option").map(text).filter(|name| !name.is_empty()) {
        Some(name) => stored.get(&name).cloned().unwrap_or_else(|| "".into()),
        None => Php::Array(stored.clone()),
    }
}

fn merge(stored: &mut PhpArray, options: &PhpArray) {
    for (name, value) in options.iter() {
        stored.set(name, value.clone());
    }
}
