//! Reads all values of a database and searches for them in its files.

use std::collections::{BTreeSet, HashMap};

use sqlx::{AssertSqlSafe, Column, Row, SqlitePool, TypeInfo, ValueRef};

use crate::support::TestApp;

/// Shorter values are common words, which other rows contain too.
const LENGTH: usize = 16;
/// A longer value may be split over pages, so only this much of it is searched for.
const IN_ONE_PIECE: usize = 96;

/// Values with the table and column that contained them.
#[derive(Clone, Debug, Default)]
pub(super) struct Values(BTreeSet<(String, Vec<u8>)>);

impl Values {
    fn filtered(&self, keep: impl Fn(&str, &[u8]) -> bool) -> Self {
        Self(self.0.iter().filter(|(place, value)| keep(place, value)).cloned().collect())
    }

    fn known(&self) -> BTreeSet<&[u8]> {
        self.0.iter().map(|(_, value)| value.as_slice()).collect()
    }

    /// The values that the others do not contain anywhere.
    pub(super) fn without(&self, others: &Self) -> Self {
        let known = others.known();
        self.filtered(|_, value| !known.contains(value))
    }

    /// The places of values that the others contain too.
    pub(super) fn both(&self, others: &Self) -> Vec<String> {
        let known = self.known();
        let both = others.filtered(|_, value| known.contains(value));
        both.0.into_iter().map(|(place, _)| place).collect::<BTreeSet<_>>().into_iter().collect()
    }

    /// The values in these tables or columns.
    pub(super) fn inside(&self, places: &[&str]) -> Self {
        self.filtered(|place, _| places.iter().any(|wanted| is_in(place, wanted)))
    }

    /// The values in all other places that do not appear in these.
    pub(super) fn outside(&self, places: &[&str]) -> Self {
        self.filtered(|place, _| !places.iter().any(|other| is_in(place, other)))
            .without(&self.inside(places))
    }

    /// The values sealed with the key of a user's token: they begin with its id.
    pub(super) fn sealed(&self) -> Self {
        let token = self.0.iter().find(|(place, _)| place == "authorizations.access_token");
        let (_, token) = token.expect("no user has a token");
        self.filtered(|_, value| value[..4] == token[..4])
    }

    /// Whether this table contained any of the values.
    pub(super) fn has(&self, table: &str) -> bool {
        self.0.iter().any(|(place, _)| is_in(place, table))
    }
}

fn is_in(place: &str, wanted: &str) -> bool {
    place == wanted || place.split_once('.').is_some_and(|(table, _)| table == wanted)
}

/// All values of sufficient length in all tables.
pub(super) async fn values(app: &TestApp) -> Values {
    let url = format!("sqlite://{}?mode=ro", app.database.display());
    let pool = SqlitePool::connect(&url).await.unwrap();
    let mut all = Values::default();
    let own = |table: &String| table != "_sqlx_migrations";
    for table in app.tables().await.into_iter().filter(own) {
        let sql = AssertSqlSafe(format!("SELECT * FROM {table}"));
        for row in sqlx::query(sql).fetch_all(&pool).await.unwrap() {
            for column in row.columns() {
                let at = column.ordinal();
                let kind = row.try_get_raw(at).unwrap().type_info().name().to_owned();
                let value = match kind.as_str() {
                    "TEXT" => row.get::<String, _>(at).into_bytes(),
                    "BLOB" => row.get::<Vec<u8>, _>(at),
                    _ => continue,
                };
                if value.len() >= LENGTH {
                    all.0.insert((format!("{table}.{}", column.name()), value));
                }
            }
        }
    }
    pool.close().await;
    all
}

/// The files of the database that contain one of these values.
pub(super) fn found(app: &TestApp, gone: &Values) -> Vec<String> {
    let mut by_beginning: HashMap<&[u8], Vec<(&str, &[u8])>> = HashMap::new();
    for (place, value) in &gone.0 {
        let piece = &value[..value.len().min(IN_ONE_PIECE)];
        by_beginning.entry(&piece[..LENGTH]).or_default().push((place, piece));
    }
    let mut places = BTreeSet::new();
    for (name, bytes) in app.database_files() {
        for (at, window) in bytes.windows(LENGTH).enumerate() {
            let Some(pieces) = by_beginning.get(window) else { continue };
            let here = pieces.iter().filter(|(_, piece)| bytes[at..].starts_with(piece));
            places.extend(here.map(|(place, _)| format!("{place} in {name}")));
        }
    }
    places.into_iter().collect()
}
