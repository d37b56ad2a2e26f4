// What a program with Prisma's client reads from the books of finally, and writes into them.
//
// node ask.mjs '{"host": …, "port": …, "user": …, "database": …, "ann": id, "bob": id}'
// prints one JSON object. Every decimal is printed as the text that the database has for it.
import { PrismaPg } from "@prisma/adapter-pg"
import client from "@prisma/client"

const { ann, bob, ...where } = JSON.parse(process.argv[2])
const prisma = new client.PrismaClient({ adapter: new PrismaPg(where) })
const october = { year: 2026, month: 10 }
const november = { year: 2026, month: 11 }

// One transaction as a user; row security shows nothing without one.
function as(id, work) {
  return prisma.$transaction(async (tx) => {
    await tx.$executeRaw`SELECT set_config('finally.user_id', ${id}, true)`
    return work(tx)
  })
}

// What the database says no to: its SQLSTATE.
async function refused(work) {
  try {
    await work()
  } catch (error) {
    const cause = error.meta?.driverAdapterError?.cause ?? error.cause ?? {}
    return cause.originalCode ?? error.code ?? String(error)
  }
  return null
}

const answer = {}

answer.nobody = await prisma.$transaction(async (tx) => [
  await tx.assets.count(),
  await tx.asset_inputs.count(),
  await tx.networth_materialized.count(),
])

await as(ann, async (tx) => {
  const kept = await tx.networth_materialized.findMany({
    where: { user_id: ann },
    orderBy: { period: "asc" },
  })
  answer.history = kept.map((row) => [row.period.toISOString().slice(0, 7), row.net_worth])

  const october_of_ann = { user_id: ann, ...october }
  answer.kept = (await tx.networth_materialized.findUnique({
    where: { user_id_year_month: october_of_ann },
  })).net_worth

  // The seed's "Get User's Net Worth for Month".
  answer.summed = (await tx.asset_inputs.aggregate({
    _sum: { total: true },
    where: october_of_ann,
  }))._sum.total

  const assets = await tx.assets.findMany({
    where: { user_id: ann, closed_on: null },
    orderBy: { asset_name: "asc" },
    include: { asset_categories: true, asset_inputs: { where: october } },
  })
  answer.assets = assets.map((asset) => [
    asset.asset_name,
    asset.asset_categories.code,
    asset.asset_inputs.map((input) => input.total),
  ])

  // Back from a category, over two tables.
  const cash = await tx.asset_categories.findFirst({
    where: { code: "CASH", user_id: null },
    include: { assets: { where: { user_id: ann }, include: { users: true } } },
  })
  answer.cash = cash.assets.map((asset) => `${asset.asset_name} of ${asset.users.email}`).sort()

  // Two relations between the same tables.
  answer.readers = (await tx.user_shares.findMany({
    where: { user_id: ann },
    include: { users_user_shares_reader_idTousers: true },
  })).map((share) => share.users_user_shares_reader_idTousers.email)
})

answer.income = await as(ann, async (tx) => {
  const bonus = await tx.income_categories.findFirstOrThrow({ where: { code: "BONUS" } })
  const item = await tx.incoming_items.create({
    data: {
      user_id: ann, category_id: bonus.id, ...november, amount: "123.4567", description: "By Prisma",
    },
  })
  return [item.period.toISOString().slice(0, 10), item.amount]
})

answer.cello = await as(ann, async (tx) => {
  const category = await tx.asset_categories.findFirstOrThrow({ where: { code: "COLLECTIBLES" } })
  const cello = await tx.assets.create({
    data: {
      asset_name: "Cello",
      users: { connect: { id: ann } },
      asset_categories: { connect: { id: category.id } },
      asset_inputs: { create: { ...november, total: 7000 } },
    },
    include: { asset_inputs: true },
  })
  return [cello.user_id === ann, cello.asset_inputs[0].user_id === ann, cello.asset_inputs[0].total]
})

answer.refused = {
  // A generated column, another's books, a rule that the schema lists in a comment.
  generated: await refused(() => as(ann, (tx) =>
    tx.target_sets.create({ data: { user_id: ann, year: 2030, month: 1, period: new Date() } }))),
  anothers: await refused(() => as(ann, (tx) =>
    tx.target_sets.create({ data: { user_id: bob, year: 2030, month: 1 } }))),
  rule: await refused(() => as(ann, (tx) =>
    tx.target_sets.create({ data: { user_id: ann, year: 2030, month: 13 } }))),
  cached: await refused(() => as(ann, (tx) =>
    tx.networth_materialized.updateMany({ where: { user_id: ann }, data: { net_worth: 1 } }))),
}

await prisma.$disconnect()
console.log(JSON.stringify(answer))
