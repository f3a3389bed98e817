//! The filter of the `crm.*.list` methods, with its dangers (`yuliai/bitrix-modules
//! crm/classes/general/restservice.php`): whatever it does not understand it drops, and the list grows.

use super::schema::{Field, Kind, Record};
use crate::php::{Php, PhpArray, int, text};

/// How a value is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Operator {
    Equal,
    Like,
    Greater,
    GreaterOrEqual,
    Less,
    LessOrEqual,
}

/// One condition that survived.
#[derive(Debug, Clone)]
pub(crate) struct Condition {
    pub(crate) field: Field,
    pub(crate) negated: bool,
    pub(crate) operator: Operator,
    /// Any of these.
    values: Vec<Wanted>,
}

#[derive(Debug, Clone)]
enum Wanted {
    Number(f64),
    Text(String),
    Prefix(String),
    /// No value, zero or an empty text.
    Nothing,
    /// SQL's NULL: what an unreadable date becomes.
    Null,
}

impl Condition {
    /// The conditions that a portal makes of a filter.
    pub(crate) fn parse_all(fields: &'static [Field], filter: &PhpArray) -> Vec<Self> {
        filter.iter().filter_map(|(key, value)| Self::parse(fields, key, value)).collect()
    }

    fn parse(fields: &'static [Field], key: &str, value: &Php) -> Option<Self> {
        let (negated, mut operator, name) = split_key(key);
        let field = *fields.iter().find(|field| field.name == name)?;
        match field.kind {
            Kind::NoColumn => return None,
            Kind::Multi if name != key => return None,
            Kind::Multi => return multi_condition(field, value),
            Kind::Status | Kind::Link if operator == Operator::Like => operator = Operator::Equal,
            _ => {}
        }
        Self::on(field, negated, operator, value)
    }

    /// A condition on a field; an empty array is none.
    pub(crate) fn on(field: Field, negated: bool, operator: Operator, value: &Php) -> Option<Self> {
        let range = !matches!(operator, Operator::Equal | Operator::Like);
        let values = match value {
            // A range of numbers casts whatever it gets: a filled list becomes 1, an empty one 0.
            Php::Array(_) if range && field.name == "ID" => {
                vec![wanted(field.kind, operator, &int(value).into())]
            }
            Php::Array(list) if list.is_empty() => return None,
            Php::Array(list) => list.values().map(|item| wanted(field.kind, operator, item)).collect(),
            single => vec![wanted(field.kind, operator, single)],
        };
        Some(Self { field, negated, operator, values })
    }

    /// The field that it is about.
    pub(crate) fn field(&self) -> &'static str {
        self.field.name
    }

    pub(crate) fn matches(&self, record: &impl Record) -> bool {
        if self.field.kind == Kind::Multi {
            let held = record.texts(self.field.name);
            let prefix = |text: &str| self.values.iter().any(|value| has_prefix(value, text));
            return held.into_iter().any(prefix);
        }
        let held = record.value(self.field.name);
        let any = |held: &Php| self.values.iter().any(|value| self.compare(value, held));
        let matched = match &held {
            Php::Array(list) if list.is_empty() => any(&Php::Null),
            Php::Array(list) => list.values().any(any),
            single => any(single),
        };
        matched != self.negated
    }

    /// The number that every match must be greater than, if the condition says so.
    pub(crate) fn lower_bound(&self) -> Option<u64> {
        let bounds = self.field.name == "ID" && !self.negated && self.operator == Operator::Greater;
        match self.values.as_slice() {
            [Wanted::Number(number)] if bounds => Some(as_id(*number)),
            _ => None,
        }
    }

    /// The number that every match must be less than, if the condition says so.
    pub(crate) fn upper_bound(&self) -> Option<u64> {
        let bounds = self.field.name == "ID" && !self.negated && self.operator == Operator::Less;
        match self.values.as_slice() {
            [Wanted::Number(number)] if bounds => Some(as_id(*number)),
            _ => None,
        }
    }

    /// The texts one of which every match has in this field, in lower case, if the condition says so.
    pub(crate) fn exact_texts(&self, field: &str) -> Option<Vec<&str>> {
        if self.field.name != field || self.negated || self.operator != Operator::Equal {
            return None;
        }
        let texts = self.values.iter().map(|value| match value {
            Wanted::Text(text) => Some(text.as_str()),
            _ => None,
        });
        texts.collect()
    }

    /// The numbers among which all matches are, if the condition says so.
    pub(crate) fn exact_ids(&self) -> Option<Vec<u64>> {
        if self.field.name != "ID" || self.negated || self.operator != Operator::Equal {
            return None;
        }
        let number = |value: &Wanted| match value {
            Wanted::Number(number) => Some(as_id(*number)),
            _ => None,
        };
        self.values.iter().map(number).collect()
    }

    fn compare(&self, wanted: &Wanted, held: &Php) -> bool {
        match wanted {
            Wanted::Null | Wanted::Prefix(_) => false,
            Wanted::Nothing => match held {
                Php::Null => true,
                Php::Int(number) => self.holds(number.partial_cmp(&0)),
                held => matches!(text(held).as_str(), "" | "0"),
            },
            Wanted::Number(number) => match held {
                Php::Null => false,
                Php::Float(held) => self.holds(held.partial_cmp(number)),
                held => self.holds(as_float(int(held)).partial_cmp(number)),
            },
            Wanted::Text(wanted) => {
                let held = text(held).to_lowercase();
                match self.operator {
                    Operator::Like => held.contains(wanted.as_str()),
                    _ => self.holds(held.as_str().partial_cmp(wanted.as_str())),
                }
            }
        }
    }

    fn holds(&self, order: Option<std::cmp::Ordering>) -> bool {
        let Some(order) = order else { return false };
        match self.operator {
            Operator::Equal | Operator::Like => order.is_eq(),
            Operator::Greater => order.is_gt(),
            Operator::GreaterOrEqual => order.is_ge(),
            Operator::Less => order.is_lt(),
            Operator::LessOrEqual => order.is_le(),
        }
    }
}

/// Splits `!%NAME` into negation, operator and name.
pub(crate) fn split_key(key: &str) -> (bool, Operator, &str) {
    let (negated, rest) = key.strip_prefix('!').map_or((false, key), |rest| (true, rest));
    let operators = [
        (">=", Operator::GreaterOrEqual),
        ("<=", Operator::LessOrEqual),
        ("=%", Operator::Like),
        ("%=", Operator::Like),
        (">", Operator::Greater),
        ("<", Operator::Less),
        ("%", Operator::Like),
        ("@", Operator::Equal),
        ("=", Operator::Equal),
    ];
    for (sign, operator) in operators {
        if let Some(name) = rest.strip_prefix(sign) {
            return (negated, operator, name);
        }
    }
    (negated, Operator::Equal, rest)
}

/// A condition on phones or mails: by prefix, of an array only the first element, an empty text dropped.
fn multi_condition(field: Field, value: &Php) -> Option<Condition> {
    let wanted = match value {
        Php::Array(list) => text(list.values().next()?),
        single => text(single),
    };
    let operator = Operator::Equal;
    (!wanted.is_empty()).then(|| Condition {
        field,
        negated: false,
        operator,
        values: vec![Wanted::Prefix(wanted.to_lowercase())],
    })
}

fn has_prefix(wanted: &Wanted, held: &str) -> bool {
    matches!(wanted, Wanted::Prefix(prefix) if held.to_lowercase().starts_with(prefix))
}

fn wanted(kind: Kind, operator: Operator, value: &Php) -> Wanted {
    match kind {
        Kind::Number | Kind::Link => match int(value) {
            0 if !matches!(operator, Operator::Greater | Operator::Less) => Wanted::Nothing,
            number => Wanted::Number(as_float(number)),
        },
        Kind::Money => Wanted::Number(text(value).parse().unwrap_or_default()),
        Kind::Date => read_date(&text(value)).map_or(Wanted::Null, Wanted::Number),
        Kind::Day => read_date(&text(value))
            .map_or(Wanted::Null, |_| Wanted::Text(text(value).chars().take(10).collect())),
        _ => {
            let value = text(value);
            if value.is_empty() { Wanted::Nothing } else { Wanted::Text(value.to_lowercase()) }
        }
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "ids are small; less than 0 is 0"
)]
fn as_id(number: f64) -> u64 {
    number as u64
}

#[expect(clippy::cast_precision_loss, reason = "ids and amounts are small")]
fn as_float(number: i64) -> f64 {
    number as f64
}

/// Reads a date as far as `strtotime` matters here: with an offset, or in the portal's own zone (+03:00).
pub(crate) fn read_date(value: &str) -> Option<f64> {
    if let Ok(stamp) = value.parse::<jiff::Timestamp>() {
        return Some(stamp.as_duration().as_secs_f64());
    }
    let moment = value.parse::<jiff::civil::DateTime>();
    let moment = moment.or_else(|_| value.parse::<jiff::civil::Date>().map(|day| day.at(0, 0, 0, 0))).ok()?;
    let stamp = jiff::tz::offset(3).to_timestamp(moment).ok()?;
    Some(stamp.as_duration().as_secs_f64())
}
