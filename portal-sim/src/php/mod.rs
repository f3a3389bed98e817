//! Values as PHP has them: ordered arrays that are lists and maps at once, casts, and forms.
//! A portal reads every parameter and writes every answer by these rules, so the simulator does too.

mod cast;
mod query;
mod value;

pub(crate) use cast::{int, text, truthy};
pub(crate) use query::{parse_query, write_query};
pub(crate) use value::{Php, PhpArray, php};
